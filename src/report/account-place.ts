import type { Finding } from '../engine/result.ts';
import { parseArn } from '../model/arn.ts';

/** The file of a deployment, by its id. */
export type FileOf = (deployment: string) => string | undefined;

/**
 * A file for a finding on what no file holds, for formats in which every finding stands in one: that of its deployment, or a path
 * made of its ARN, which is the same in every run.
 */
export function standInFile({ location, deployments }: Finding, fileOf: FileOf): string {
  const [file] = deployments.flatMap((id) => fileOf(id) ?? []);
  return file ?? pathOf(location.arn ?? '');
}

function pathOf(arn: string): string {
  const parts = parseArn(arn);
  if (!parts) return 'account';
  return [parts.service, parts.region, parts.account, parts.resource].filter(Boolean).join('/');
}
