import {
  absent,
  all,
  any,
  chain,
  collect,
  equals,
  type Fact,
  map,
  not,
  some,
  type Truth,
  truth,
  valueOr,
} from '../../src/fact/fact.ts';
import { ebsVolumeLimits, ebsVolumeTypes } from '../../src/knowledge/ebs-volumes.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { View } from '../../src/model/view.ts';
import type { Constraint } from './constraint.ts';
import { MANAGED_VOLUME, notTaken, rangeRow, taking, typeOf } from './ebs-settings.ts';
import { removal, setting } from './forms.ts';
import { elements, empty, fargateOnly, isDaemon, isInput, member, serviceName } from './service-facts.ts';
import { atMost, enumeration, required } from './service-forms.ts';
import { observed, oneOf } from './subject.ts';

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/';
const CREATE_SERVICE = `${API}API_CreateService.html`;
const VOLUME = 'volumeConfigurations[].managedEBSVolume';

/** The volumes of the task definition that the service must configure, by name. */
function launchVolumes(deployment: Deployment): Fact<readonly View[]> {
  return chain(deployment.taskDefinition.view.get('volumes').items, (volumes) =>
    collect(
      volumes.map((volume) =>
        chain(volume.get('configuredAtLaunch').flag, (is) =>
          is ? map(volume.get('name').text, () => volume as View) : absent(),
        ),
      ),
    ),
  );
}

const sameName = (one: View, other: View): Truth =>
  chain(member(one, 'name').text, (name) => equals(member(other, 'name').text, name));

const launchNames = (deployment: Deployment): string =>
  oneOf(valueOr(launchVolumes(deployment), []).map((volume) => valueOr(member(volume, 'name').text, ''))) ||
  'it has none';

/** The EBS volumes that ECS attaches at launch. */
export const ebs: readonly Constraint[] = [
  {
    id: 'ebs-volume-not-configured-at-launch',
    on: 'service',
    where: 'volumeConfigurations[]',
    appliesTo: 'volumeConfigurations',
    when: 'the name is no configuredAtLaunch volume of the task definition',
    severity: 'error',
    source: CREATE_SERVICE,
    violated: (value, deployment) =>
      all([
        member(value, 'name').given,
        not(some(launchVolumes(deployment), (volume) => sameName(volume, value))),
      ]),
    message: (value, deployment) =>
      `${serviceName(deployment)}: volumeConfigurations names ${observed(member(value, 'name'))}, expected a volume of the task definition with configuredAtLaunch (${launchNames(deployment)})`,
    at: (value) => member(value, 'name'),
  },
  {
    id: 'ebs-configuration-missing',
    on: 'service',
    where: 'volumeConfigurations',
    appliesTo: 'task definition with a configuredAtLaunch volume',
    when: 'volumeConfigurations has none for it',
    severity: 'error',
    source: CREATE_SERVICE,
    premise: isInput,
    violated: (value, deployment) => some(launchVolumes(deployment), (volume) => unconfigured(volume, value)),
    message: (value, deployment) =>
      `${serviceName(deployment)}: volumeConfigurations has no entry for ${oneOf(
        valueOr(launchVolumes(deployment), [])
          .filter((volume) => valueOr(unconfigured(volume, value), false))
          .map((volume) => observed(member(volume, 'name'))),
      )}, which the task definition configures at launch`,
  },
  atMost({
    id: 'ebs-configurations-max',
    where: 'volumeConfigurations',
    appliesTo: 'any',
    when: 'more than one volume configuration',
    severity: 'warning',
    source: CREATE_SERVICE,
  }),
  {
    id: 'ebs-daemon',
    on: 'service',
    where: 'volumeConfigurations',
    appliesTo: 'DAEMON',
    when: 'volumeConfigurations is set',
    severity: 'warning',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ebs-volumes.html',
    premise: isDaemon,
    violated: (value) => not(empty(value)),
    message: (_, deployment) =>
      `${serviceName(deployment)} is a DAEMON service and has volumeConfigurations, expected none`,
  },
  required({
    id: 'ebs-role-required',
    where: `${VOLUME}.roleArn`,
    appliesTo: 'managedEBSVolume',
    when: 'roleArn is absent',
    severity: 'error',
    source: MANAGED_VOLUME,
  }),
  {
    id: 'ebs-size-or-snapshot',
    on: 'service',
    where: VOLUME,
    appliesTo: 'managedEBSVolume',
    when: 'neither sizeInGiB nor snapshotId',
    severity: 'error',
    source: MANAGED_VOLUME,
    violated: (value) =>
      all([value.given, not(any([member(value, 'sizeInGiB').given, member(value, 'snapshotId').given]))]),
    message: (_, deployment) =>
      `${serviceName(deployment)}: managedEBSVolume has neither sizeInGiB nor snapshotId, expected one of them`,
  },
  rangeRow('sizeGiB', 'GiB', {
    id: 'ebs-size-range',
    where: `${VOLUME}.sizeInGiB`,
    appliesTo: 'managedEBSVolume',
    when: "sizeInGiB is outside the type's range",
  }),
  {
    id: 'ebs-iops-type',
    on: 'service',
    where: `${VOLUME}.iops`,
    appliesTo: 'managedEBSVolume',
    when: 'iops with a type other than io1, io2, gp3',
    severity: 'error',
    source: MANAGED_VOLUME,
    violated: (value) => notTaken(value, 'iops'),
    message: (value, deployment) =>
      `${serviceName(deployment)}: iops is ${observed(value)} on a volume of type ${valueOr(typeOf(value), '')}, expected the type ${taking('iops')}`,
    fixes: (value) => [removal(value, true, 'remove iops: the type has its own')],
  },
  {
    id: 'ebs-iops-required',
    on: 'service',
    where: `${VOLUME}.iops`,
    appliesTo: 'managedEBSVolume io1 or io2',
    when: 'iops is absent',
    severity: 'error',
    source: MANAGED_VOLUME,
    violated: (value) =>
      all([
        not(value.given),
        value.parent
          ? chain(member(value.parent, 'volumeType').text, (type) =>
              truth(ebsVolumeLimits(type)?.iopsRequired === true),
            )
          : truth(false),
      ]),
    message: (value, deployment) =>
      `${serviceName(deployment)}: the ${valueOr(typeOf(value), '')} volume has no iops, which the type requires`,
  },
  rangeRow('iops', 'IOPS', {
    id: 'ebs-iops-range',
    where: `${VOLUME}.iops`,
    appliesTo: 'managedEBSVolume',
    when: "iops is outside the type's range",
  }),
  {
    id: 'ebs-throughput-type',
    on: 'service',
    where: `${VOLUME}.throughput`,
    appliesTo: 'managedEBSVolume',
    when: 'throughput with a type other than gp3',
    severity: 'error',
    source: MANAGED_VOLUME,
    violated: (value) => notTaken(value, 'throughput'),
    message: (value, deployment) =>
      `${serviceName(deployment)}: throughput is ${observed(value)} on a volume of type ${valueOr(typeOf(value), '')}, expected the type ${taking('throughput')}`,
    fixes: (value) => [removal(value, true, 'remove throughput: the type has its own')],
  },
  rangeRow('throughput', 'MiB/s', {
    id: 'ebs-throughput-range',
    where: `${VOLUME}.throughput`,
    appliesTo: 'managedEBSVolume gp3',
    when: "throughput is outside 125 and the type's maximum",
  }),
  {
    id: 'ebs-standard-fargate',
    on: 'service',
    where: `${VOLUME}.volumeType`,
    appliesTo: 'Fargate',
    when: 'the volume type is standard',
    severity: 'warning',
    source: MANAGED_VOLUME,
    premise: fargateOnly,
    violated: (value) => chain(value.text, (type) => truth(ebsVolumeLimits(type)?.fargate === false)),
    message: (value, deployment) =>
      `${serviceName(deployment)} runs on Fargate with a volume of type ${observed(value)}, expected ${oneOf(ebsVolumeTypes().filter((type) => ebsVolumeLimits(type)?.fargate !== false))}`,
    fixes: (value) => [setting(value, 'gp3', false, 'use a gp3 volume')],
  },
  enumeration('TaskFilesystemType', {
    id: 'ebs-filesystem-enum',
    where: `${VOLUME}.filesystemType`,
    appliesTo: 'managedEBSVolume',
    when: "filesystemType is not one of the API's",
    severity: 'error',
    source: MANAGED_VOLUME,
  }),
];

/** Has the service no configuration for the volume? */
function unconfigured(volume: View, configurations: View): Truth {
  return chain(configurations.given, (given) =>
    given ? not(some(elements(configurations), (entry) => sameName(volume, entry))) : truth(true),
  );
}
