import { absent, all, chain, type Fact, type Truth, truth, unknown, valueOr } from '../../src/fact/fact.ts';
import {
  type EbsRange,
  type EbsVolumeLimits,
  ebsVolumeLimits,
  ebsVolumesAsOf,
  ebsVolumeTypes,
  placeInEbsRange,
} from '../../src/knowledge/ebs-volumes.ts';
import type { View } from '../../src/model/view.ts';
import type { Constraint } from './constraint.ts';
import { member, serviceName } from './service-facts.ts';
import { observed, oneOf } from './subject.ts';

/** The page that says what an EBS volume of ECS may be. */
export const MANAGED_VOLUME =
  'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceManagedEBSVolumeConfiguration.html';

/** The type of the volume that a setting belongs to; without one AWS does not say which it is. */
export function typeOf(setting: View): Fact<string> {
  const type = setting.parent && member(setting.parent, 'volumeType').text;
  return type
    ? type.match<Fact<string>>({
        known: () => type,
        absent: () =>
          unknown({
            reason: 'undecidable',
            detail: 'managedEBSVolume gives no volumeType, and the default is not documented',
          }),
        unknown: () => type,
      })
    : absent();
}

/** Is the setting given although its volume's type does not take it? */
export const notTaken = (value: View, setting: 'iops' | 'throughput'): Truth =>
  all([
    value.given,
    chain(typeOf(value), (type) => {
      const limits = ebsVolumeLimits(type);
      return limits
        ? truth(limits[setting] === undefined)
        : unknown({ reason: 'undecidable', detail: `the volume type ${type} is not among the data` });
    }),
  ]);

/** The volume types that take the setting. */
export const taking = (setting: 'iops' | 'throughput'): string =>
  oneOf(ebsVolumeTypes().filter((type) => ebsVolumeLimits(type)?.[setting] !== undefined));

/** Is the number outside what every (or the given) volume type takes? */
function outsideRange(value: View, setting: 'sizeGiB' | 'iops' | 'throughput'): Truth {
  return chain(value.number, (number) =>
    chain(typeOf(value), (type) => {
      const range = ebsVolumeLimits(type)?.[setting];
      if (!range) return truth(false);
      const place = placeInEbsRange(range, number);
      return place === 'disputed'
        ? unknown({
            reason: 'undecidable',
            detail: `${number} is above what the ECS page allows for ${type} and within what the EBS page does`,
          })
        : truth(place !== 'within');
    }),
  );
}

/** A setting within the range of its volume's type. */
export function rangeRow(
  setting: 'sizeGiB' | 'iops' | 'throughput',
  unit: string,
  row: Pick<Constraint, 'id' | 'where' | 'appliesTo' | 'when'>,
): Constraint {
  const bounds = (value: View): EbsRange | undefined =>
    ebsVolumeLimits(valueOr(typeOf(value), ''))?.[setting as keyof EbsVolumeLimits] as EbsRange | undefined;
  return {
    ...row,
    on: 'service',
    severity: 'warning',
    source: MANAGED_VOLUME,
    asOf: ebsVolumesAsOf,
    violated: (value) => outsideRange(value, setting),
    message: (value, deployment) =>
      `${serviceName(deployment)}: ${value.key} of the ${valueOr(typeOf(value), '')} volume is ${observed(value)}, expected ${bounds(value)?.min} to ${bounds(value)?.max} ${unit}`,
  };
}
