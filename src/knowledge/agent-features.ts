/**
 * What each version of the Amazon ECS container agent can do, and which versions there were. Sources and dates in the data files.
 */
import data from './agent-features.json' with { type: 'json' };
import amis from './ecs-amis.json' with { type: 'json' };

/** A feature with the first agent version that has it. */
export interface AgentFeature {
  readonly feature: string;
  /** `1.50.2` */
  readonly agent: string;
  /** Where Windows instances got it later. */
  readonly windowsAgent?: string;
}

/** The attribute that agents with ECS Exec register. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html */
export const EXEC_ATTRIBUTE = 'ecs.capability.execute-command';
/** The attribute that agents with Service Connect register. */
export const SERVICE_CONNECT_ATTRIBUTE = 'ecs.capability.service-connect-v1';

/** The feature behind an attribute that an agent registers; undefined for one that no version decides. */
export function agentFeature(attribute: string): AgentFeature | undefined {
  const table: Readonly<Record<string, AgentFeature>> = data.attributes;
  return Object.hasOwn(table, attribute) ? table[attribute] : undefined;
}

/** Parts of a secret reference: no attribute says it, so that ECS places such tasks on agents that cannot read them. */
export function secretParts(): AgentFeature {
  return data.withoutAttribute['secret-parts'];
}

/** The newest agent known, with the day it was out at the latest. */
export function latestAgent(): { readonly version: string; readonly released: string } {
  return data.latest;
}

/** The day of the table. */
export function agentsAsOf(): string {
  return data.asOf;
}

/** Three numbers, or undefined where the text is no version. */
export function parseAgentVersion(text: string): readonly [number, number, number] | undefined {
  const parts = /^v?(\d+)\.(\d+)\.(\d+)/.exec(text);
  return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3])] : undefined;
}

/** Is the first version older than the second? Undefined where one of them is no version. */
export function olderAgent(version: string, than: string): boolean | undefined {
  const a = parseAgentVersion(version);
  const b = parseAgentVersion(than);
  if (!a || !b) return undefined;
  return a[0] !== b[0] ? a[0] < b[0] : a[1] !== b[1] ? a[1] < b[1] : a[2] < b[2];
}

/** The first day on which a newer release is known to have been out; undefined where the table knows none. */
export function supersededOn(version: string): string | undefined {
  const later = [...data.releases, [data.latest.version, data.latest.released]].filter(
    ([release = '']) => olderAgent(version, release) === true,
  );
  return later.map(([, day = '']) => day).sort()[0];
}

/** A family of ECS-optimized AMIs. */
export interface AmiFamily {
  readonly name: string;
  /** The last day of support, ISO; absent where it is not over. */
  readonly endOfLife?: string;
  /** Does ECS update the agent of its instances (`UpdateContainerAgent`)? Elsewhere another AMI brings a newer one. */
  readonly updatesInPlace?: boolean;
  /** The public parameters that hold the id of the AMI to move to, by architecture. */
  readonly currentAmi?: { readonly x86_64?: string; readonly arm64?: string };
}

/** The family that an AMI's name tells; undefined for other AMIs than those that AWS makes for ECS. */
export function amiFamily(name: string): AmiFamily | undefined {
  const families: readonly (AmiFamily & { readonly pattern: string })[] = amis.families;
  for (const { pattern, currentAmi, ...family } of families) {
    const found = new RegExp(pattern).exec(name);
    if (!found) continue;
    const filled = (text: string | undefined) => text?.replace('$1', found[1] ?? '');
    const x86 = filled(currentAmi?.x86_64);
    const arm = filled(currentAmi?.arm64);
    return currentAmi
      ? { ...family, currentAmi: { ...(x86 ? { x86_64: x86 } : {}), ...(arm ? { arm64: arm } : {}) } }
      : family;
  }
  return undefined;
}

/** The public parameter of Systems Manager with the id of the AMI to move to; undefined where the data know none. */
export function currentAmiParameter({ currentAmi }: AmiFamily, arm: boolean): string | undefined {
  return currentAmi?.[arm ? 'arm64' : 'x86_64'];
}

/** The day of what is known of AMIs. */
export function amisAsOf(): string {
  return amis.asOf;
}
