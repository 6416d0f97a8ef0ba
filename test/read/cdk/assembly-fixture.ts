/** A cloud assembly as `cdk synth` lays it out: two stacks, of which one exports to the other, and a stage with one of its own. */

const stack = (template: string, environment: string, displayName: string, properties: object = {}) => ({
  type: 'aws:cloudformation:stack',
  environment,
  properties: { templateFile: template, validateOnSynth: false, ...properties },
  displayName,
});

/** What the CDK makes of an image that it builds and pushes to the repository of its bootstrap stack. */
const ASSET_IMAGE = {
  'Fn::Sub':
    '${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/cdk-hnb659fds-container-assets-${AWS::AccountId}-${AWS::Region}:0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9',
};

export const SHARED = {
  Resources: {
    ExecRole1A2B3C4D: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
          ],
        },
      },
      Metadata: { 'aws:cdk:path': 'Shared/ExecRole/Resource' },
    },
  },
  Outputs: {
    ExportsOutputFnGetAttExecRole1A2B3C4DArn: {
      Value: { 'Fn::GetAtt': ['ExecRole1A2B3C4D', 'Arn'] },
      Export: { Name: 'Shared:ExportsOutputFnGetAttExecRole1A2B3C4DArn' },
    },
  },
};

export const api = (executionRole: unknown, name = 'Api') => ({
  Resources: {
    TaskDef54694570: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        ContainerDefinitions: [{ Name: 'web', Image: ASSET_IMAGE, Essential: true }],
        Cpu: { Ref: 'Cpu' },
        ExecutionRoleArn: executionRole,
        Memory: '512',
        NetworkMode: 'awsvpc',
        RequiresCompatibilities: ['FARGATE'],
      },
      Metadata: { 'aws:cdk:path': `${name}/TaskDef/Resource` },
    },
    Service9571FDD8: {
      Type: 'AWS::ECS::Service',
      Properties: { DesiredCount: 2, LaunchType: 'FARGATE', TaskDefinition: { Ref: 'TaskDef54694570' } },
      Metadata: { 'aws:cdk:path': `${name}/Service/Service` },
    },
  },
  Parameters: {
    Cpu: { Type: 'String', Default: '256' },
    BootstrapVersion: {
      Type: 'AWS::SSM::Parameter::Value<String>',
      Default: '/cdk-bootstrap/hnb659fds/version',
    },
  },
});

const IMPORTED = { 'Fn::ImportValue': 'Shared:ExportsOutputFnGetAttExecRole1A2B3C4DArn' };
const HOME = 'aws://123456789012/eu-west-1';

/** The files of the assembly by their paths; `changed` replaces some of them, or takes them away. */
export function assembly(
  changed: Readonly<Record<string, unknown>> = {},
  environment = HOME,
): ReadonlyMap<string, string> {
  const files: Readonly<Record<string, unknown>> = {
    'cdk.out/manifest.json': {
      version: '48.0.0',
      artifacts: {
        'Shared.assets': { type: 'cdk:asset-manifest', properties: { file: 'Shared.assets.json' } },
        Shared: stack('Shared.template.json', environment, 'Shared'),
        Api: { ...stack('Api.template.json', environment, 'Api'), dependencies: ['Shared', 'Api.assets'] },
        'assembly-Prod': {
          type: 'cdk:cloud-assembly',
          properties: { directoryName: 'assembly-Prod', displayName: 'Prod' },
        },
        Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
      },
      minimumCliVersion: '2.1027.0',
    },
    'cdk.out/Shared.template.json': SHARED,
    'cdk.out/Api.template.json': api(IMPORTED),
    'cdk.out/assembly-Prod/manifest.json': {
      version: '48.0.0',
      artifacts: {
        ProdApi11223344: stack('ProdApi11223344.template.json', environment, 'Prod/Api', {
          stackName: 'Prod-Api',
          parameters: { Cpu: '512' },
        }),
      },
    },
    'cdk.out/assembly-Prod/ProdApi11223344.template.json': api(IMPORTED, 'Prod/Api'),
    ...changed,
  };
  return new Map(
    Object.entries(files).flatMap(([path, content]) =>
      content === undefined ? [] : [[path, JSON.stringify(content, null, 1)] as const],
    ),
  );
}
