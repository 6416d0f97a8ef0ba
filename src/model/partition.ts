/**
 * Partitions by the beginning of their regions' names; every other region is in `aws`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html and the partitions of the AWS SDKs.
 */
const BY_PREFIX: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];

/** The partition of a region, as its ARNs spell it. */
export function partitionOf(region: string): string {
  return BY_PREFIX.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}
