/**
 * The bounds, lengths, counts, name patterns and closed lists that ECS holds its input to, by the id of the problem that
 * a breach is. Each comes with the AWS page that states it (ecs-limits.json); texts of refusals in service-errors.json.
 */
import data from './ecs-limits.json' with { type: 'json' };
import errors from './service-errors.json' with { type: 'json' };
import { sourceUrl } from './sources.ts';

export type LimitId = keyof typeof data.limits;
export type PatternId = keyof typeof data.patterns;

/** Both bounds are inclusive. */
export interface Limit {
  readonly min?: number;
  readonly max?: number;
  /** What is counted, where it is not plain numbers: `seconds`, `GiB`, `characters` … */
  readonly unit?: string;
  /** True where no page of AWS was at hand: no ground for an error. */
  readonly unverified?: boolean;
  /** The AWS page that states it. */
  readonly source: string;
}

const LIMITS: Readonly<Record<LimitId, Limit>> = data.limits;
const PATTERNS: Readonly<Record<PatternId, { readonly pattern: string; readonly source: string }>> =
  data.patterns;

const limits = new Map<LimitId, Limit>();
const patterns = new Map<PatternId, RegExp>();
const texts = new Map<string, string>();
let ipcSysctls: ReadonlySet<string> | undefined;
let linuxCapabilities: ReadonlySet<string> | undefined;

/** Day of the data. */
export function ecsLimitsAsOf(): string {
  return data.asOf;
}

/** The bounds that belong to a problem. */
export function limit(id: LimitId): Limit {
  let known = limits.get(id);
  if (known === undefined) {
    known = { ...LIMITS[id], source: sourceUrl(LIMITS[id].source) };
    limits.set(id, known);
  }
  return known;
}

/** Whether the number lies within the problem's bounds. */
export function isWithin(id: LimitId, value: number): boolean {
  const { min, max } = LIMITS[id];
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

/** The pattern of a name or text, compiled once; groups as in the data. */
export function pattern(id: PatternId): RegExp {
  let known = patterns.get(id);
  if (known === undefined) {
    known = new RegExp(PATTERNS[id].pattern);
    patterns.set(id, known);
  }
  return known;
}

/** The AWS page that states a pattern. */
export function patternSource(id: PatternId): string {
  return sourceUrl(PATTERNS[id].source);
}

/**
 * What ECS answers when it refuses, by problem id, or by `id/part` where a problem has several texts
 * (`ephemeral-storage-range/min`); `%s` stands for what varies. Undefined where no text is known.
 */
export function serviceError(id: string): string | undefined {
  if (texts.size === 0) {
    for (const { byProblem } of errors.texts)
      for (const [problem, text] of Object.entries(byProblem)) texts.set(problem, text);
  }
  return texts.get(id);
}

/** The properties that an App Mesh proxy must have, and those of which it must have one. */
export function appMeshProxyProperties(): {
  readonly required: readonly string[];
  readonly oneOf: readonly string[];
} {
  return data.appMeshProxy;
}

/** Seconds between two measurements that `monitoring` may ask for. */
export function monitoringResolutions(): readonly number[] {
  return data.monitoringResolutions.seconds;
}

/** Whether AWS keeps the tag key for itself: it starts with `aws:` in any letter case. */
export function isReservedTagKey(key: string): boolean {
  const { prefix } = data.reservedTagPrefix;
  return key.slice(0, prefix.length).toLowerCase() === prefix;
}

/** Whether the kernel parameter belongs to the IPC namespace. */
export function isIpcSysctl(name: string): boolean {
  ipcSysctls ??= new Set(data.sysctls.ipc);
  return ipcSysctls.has(name) || name.startsWith(data.sysctls.ipcPrefix);
}

/** Whether the kernel parameter belongs to the network namespace. */
export function isNetworkSysctl(name: string): boolean {
  return name.startsWith(data.sysctls.networkPrefix);
}

/** Whether `capabilities.add` and `capabilities.drop` know the name. */
export function isLinuxCapability(name: string): boolean {
  linuxCapabilities ??= new Set(data.capabilities.linux);
  return linuxCapabilities.has(name);
}

/** The names that `capabilities.add` and `capabilities.drop` know. */
export function linuxCapabilityNames(): readonly string[] {
  return data.capabilities.linux;
}

/** The capabilities that may be added on Fargate. */
export function fargateCapabilities(): readonly string[] {
  return data.capabilities.fargate;
}

/**
 * Whether Fargate runs that Windows family. `unknown` for what the pages leave open (2025) and for families newer than
 * the data.
 */
export function windowsFamilyOnFargate(family: string): 'supported' | 'unsupported' | 'unknown' {
  if (data.windowsOnFargate.supported.includes(family)) return 'supported';
  if (data.windowsOnFargate.unsupported.includes(family)) return 'unsupported';
  return 'unknown';
}

/** The Windows families that Fargate runs. */
export function windowsFamiliesOnFargate(): readonly string[] {
  return data.windowsOnFargate.supported;
}

/** The resources that the placement strategy `binpack` may pack by. */
export function binpackFields(): readonly string[] {
  return data.placement.binpackFields;
}

/** The attribute of container instances that names their Availability Zone, as placement strategies spell it. */
export function zoneAttribute(): string {
  return data.placement.zoneAttribute;
}

/** The deployment stages at which a lifecycle hook of type PAUSE cannot stand. */
export function stagesWithoutPause(): readonly string[] {
  return data.pauseHook.refusedStages;
}
