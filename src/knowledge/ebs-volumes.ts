/**
 * What an EBS volume that ECS manages may be, per volume type. Two of AWS's pages disagree on some maxima, so a value
 * between them is undecided. Sources and date in ebs-volumes.json
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceManagedEBSVolumeConfiguration.html).
 */
import data from './ebs-volumes.json' with { type: 'json' };

type EbsVolumeType = keyof typeof data.types;

/** Inclusive bounds: `max` as ECS's page says, `ebsMax` where EBS's own page allows more. */
export interface EbsRange {
  readonly min: number;
  readonly max: number;
  readonly ebsMax?: number;
}

export interface EbsVolumeLimits {
  readonly sizeGiB: EbsRange;
  /** Absent where the type takes no `iops`. */
  readonly iops?: EbsRange;
  /** In MiB/s; absent where the type takes no `throughput`. */
  readonly throughput?: EbsRange;
  /** True where `iops` must be given. */
  readonly iopsRequired?: boolean;
  /** False where the type is not to be had on Fargate. */
  readonly fargate?: boolean;
}

const TYPES: Readonly<Record<EbsVolumeType, EbsVolumeLimits>> = data.types;

/** The volume types, in ECS's spelling. */
export function ebsVolumeTypes(): readonly string[] {
  return Object.keys(TYPES);
}

/** The limits of a volume type, or undefined for a type that the data does not know. */
export function ebsVolumeLimits(type: string): EbsVolumeLimits | undefined {
  return Object.hasOwn(TYPES, type) ? TYPES[type as EbsVolumeType] : undefined;
}

/** Where a value lies: `disputed` above ECS's maximum and within EBS's. */
export function placeInEbsRange(range: EbsRange, value: number): 'within' | 'below' | 'above' | 'disputed' {
  if (value < range.min) return 'below';
  if (value <= range.max) return 'within';
  return value <= (range.ebsMax ?? range.max) ? 'disputed' : 'above';
}

/** Day of the data. */
export function ebsVolumesAsOf(): string {
  return data.asOf;
}
