/**
 * The AWS shapes that views are typed by. Type-only: nothing of the SDK is loaded.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
 */
import type {
  ContainerDefinition,
  CreateServiceCommandInput,
  RegisterTaskDefinitionCommandInput,
  UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';

export type TaskDefinitionShape = RegisterTaskDefinitionCommandInput;
/** CreateService and UpdateService input; DescribeServices output has the same members where rules look. */
export type ServiceShape = CreateServiceCommandInput & Pick<UpdateServiceCommandInput, 'forceNewDeployment'>;
export type ContainerShape = ContainerDefinition;
