import { holdsOpaqueValue, isOpaque } from '../fact/opaque.ts';
import { parseImage } from './image-reference.ts';
import { partitionOf } from './partition.ts';
import { findPlaceholder } from './placeholder.ts';

/** A repository of a private Amazon ECR registry, as an image reference names it. */
export interface EcrRepository {
  /** Whose registry it is: twelve digits, or an opaque name. */
  readonly account: string;
  readonly region: string;
  /** With its namespace: `shop/checkout`. */
  readonly name: string;
}

/**
 * Hosts of private registries with account and region: `111122223333.dkr.ecr.eu-west-1.amazonaws.com`, FIPS and dual-stack names.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
const HOST = /^(.+?)\.dkr[.-]ecr(?:-fips)?\.(.+?)\.[a-z.]+$/;
const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z]{2,}(?:-[a-z]+)+-\d+$/;

/**
 * The repository of an image in a private registry; undefined for any other image, and where account, region or name hold a
 * placeholder or a value that nobody knows. They may be names that the deploy alone will tell, and the tag may be anything.
 */
export function ecrRepository(image: string): EcrRepository | undefined {
  const { registry = '', repository: name } = parseImage(image);
  const [, account, region] = HOST.exec(registry) ?? [];
  if (account === undefined || region === undefined || name === '') return undefined;
  if (holdsOpaqueValue(registry) || holdsOpaqueValue(name) || findPlaceholder(name) !== undefined)
    return undefined;
  if (!isOpaque(account) && !ACCOUNT.test(account)) return undefined;
  return isOpaque(region) || REGION.test(region) ? { account, region, name } : undefined;
}

/** Its ARN, which IAM sees. */
export function repositoryArn({ account, region, name }: EcrRepository): string {
  return `arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${name}`;
}
