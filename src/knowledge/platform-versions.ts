/**
 * Fargate platform versions per operating system, and what each feature needs. Sources and date in the data file
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-linux-fargate.html and the pages it names).
 */
import data from './platform-versions.json' with { type: 'json' };

/** The numbers of the two are independent: Windows 1.0.0 is current, Linux 1.0.0 is retired. */
export type PlatformOs = 'LINUX' | 'WINDOWS';

/**
 * `latest` is the word LATEST. `newer-than-data` is above every version that the data knows: it may exist by now.
 * `never-existed` covers what is no version number at all.
 */
export type PlatformVersionStatus = 'available' | 'retired' | 'never-existed' | 'newer-than-data' | 'latest';

export type PlatformFeatureId = keyof typeof data.features;

/** The oldest platform version that has a feature. */
export interface PlatformFeature {
  readonly id: PlatformFeatureId;
  /** What it is called in a sentence. */
  readonly feature: string;
  /** Oldest Linux version with it. Windows on Fargate has had one version only, so nothing there needs a newer one. */
  readonly linux: string;
  /** Only what AWS documents may become a finding. */
  readonly confidence: 'documented' | 'unverified';
  /** The page that says so; absent when unverified. */
  readonly source?: string;
}

/** What is known of a version; dates are ISO days. */
export interface PlatformVersion {
  readonly version: string;
  readonly status: 'available' | 'retired';
  /** From this day ECS refuses new tasks on it. */
  readonly retiredOn?: string;
  /** On this day ECS stops what still runs on it. */
  readonly runningTasksStoppedOn?: string;
}

const NUMBER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** The numbers between the dots. */
type Numbers = readonly number[];

interface Parsed {
  readonly versions: Readonly<Record<PlatformOs, ReadonlyMap<string, PlatformVersion>>>;
  readonly features: ReadonlyMap<PlatformFeatureId, PlatformFeature>;
  /** Of the versions that features need. */
  readonly numbers: ReadonlyMap<string, Numbers>;
}
let parsed: Parsed | undefined;

function knowledge(): Parsed {
  // The data file's words are wider (string) than the unions; the test walks every row.
  parsed ??= {
    versions: {
      LINUX: byVersion(data.versions.LINUX as readonly PlatformVersion[]),
      WINDOWS: byVersion(data.versions.WINDOWS as readonly PlatformVersion[]),
    },
    features: new Map(
      Object.entries(data.features).map(([id, row]) => {
        const feature = { id, ...row } as PlatformFeature;
        return [feature.id, feature];
      }),
    ),
    numbers: new Map(Object.values(data.features).map(({ linux }) => [linux, numbersOf(linux)])),
  };
  return parsed;
}

function byVersion(rows: readonly PlatformVersion[]): ReadonlyMap<string, PlatformVersion> {
  return new Map(rows.map((row) => [row.version, row]));
}

/** Day of the data. */
export function platformVersionsAsOf(): string {
  return data.asOf;
}

/** Whether that version can run new tasks on that operating system, as of the data's day. */
export function platformVersionStatus(os: PlatformOs, version: string): PlatformVersionStatus {
  if (version === 'LATEST') return 'latest';
  const versions = knowledge().versions[os];
  const known = versions.get(version);
  if (known !== undefined) return known.status;
  if (!NUMBER.test(version)) return 'never-existed';
  for (const older of versions.keys()) if (compareVersions(older, version) > 0) return 'never-existed';
  return 'newer-than-data';
}

/** The row of a version that the data knows. */
export function platformVersion(os: PlatformOs, version: string): PlatformVersion | undefined {
  return knowledge().versions[os].get(version);
}

/** The version that LATEST and an absent platformVersion stand for, as of the data's day. */
export function latestPlatformVersion(os: PlatformOs): string {
  let latest = '0.0.0';
  for (const { version, status } of knowledge().versions[os].values()) {
    if (status === 'available' && compareVersions(version, latest) > 0) latest = version;
  }
  return latest;
}

/** Every feature that is known to need a platform version, in the data's order. */
export function featureMinimums(): readonly PlatformFeature[] {
  return [...knowledge().features.values()];
}

/** One feature's minimum. */
export function featureMinimum(id: PlatformFeatureId): PlatformFeature {
  const feature = knowledge().features.get(id);
  if (feature === undefined) throw new Error(`no platform feature ${id}`);
  return feature;
}

/** Tells of each feature whether a Linux version is too old for it: a version is held against all of them. */
export function tooOldFor(version: string): (feature: PlatformFeature) => boolean {
  const own = numbersOf(version);
  const { numbers } = knowledge();
  return ({ linux }) => compareNumbers(own, numbers.get(linux) ?? numbersOf(linux)) < 0;
}

/** Negative, zero or positive as `left` is older than, equal to or newer than `right`; both are dotted numbers. */
export function compareVersions(left: string, right: string): number {
  return compareNumbers(numbersOf(left), numbersOf(right));
}

function numbersOf(version: string): Numbers {
  return version.split('.').map(Number);
}

function compareNumbers(left: Numbers, right: Numbers): number {
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
