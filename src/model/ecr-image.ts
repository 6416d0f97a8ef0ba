import { parseImage } from './image-reference.ts';
import { partitionOf } from './partition.ts';
import { findPlaceholder } from './placeholder.ts';

/** A repository of a private Amazon ECR registry, as an image reference names it. */
export interface EcrRepository {
  /** Whose registry it is: twelve digits. */
  readonly account: string;
  readonly region: string;
  /** With its namespace: `shop/checkout`. */
  readonly name: string;
}

/**
 * Hosts of private registries with account and region: `111122223333.dkr.ecr.eu-west-1.amazonaws.com`, FIPS and dual-stack names.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
const HOST = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z]{2,}(?:-[a-z]+)+-\d+)\.[a-z.]+$/;

/**
 * The repository of an image in a private registry; undefined for any other image, and where account, region or name hold a
 * placeholder. The tag may be one.
 */
export function ecrRepository(image: string): EcrRepository | undefined {
  const { registry = '', repository } = parseImage(image);
  const [, account, region] = HOST.exec(registry) ?? [];
  if (account === undefined || region === undefined || repository === '') return undefined;
  return findPlaceholder(repository) === undefined ? { account, region, name: repository } : undefined;
}

/** Its ARN, which IAM sees. */
export function repositoryArn({ account, region, name }: EcrRepository): string {
  return `arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${name}`;
}
