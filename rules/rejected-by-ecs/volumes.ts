/** What a volume may be, and how EFS and FSx volumes are configured. */
import { all, any, equals, holds, not, type Truth, valueOr } from '../../src/fact/fact.ts';
import { apiPage } from '../../src/knowledge/sources.ts';
import { parseArn } from '../../src/model/arn.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { partitionOf } from '../../src/model/partition.ts';
import { select } from '../../src/model/select.ts';
import { isObject, type View } from '../../src/model/view.ts';
import { type Constraint, missing, set } from './constraint.ts';
import { blank, lackings, removal, required, safe, setting, taskRow } from './forms.ts';
import { member, says } from './naming.ts';
import { observed, subject } from './subject.ts';

const VOLUME = apiPage('API_Volume');
const EFS = apiPage('API_EFSVolumeConfiguration');
const EFS_AUTHORIZATION = apiPage('API_EFSAuthorizationConfig');
const ENCRYPTION = 'volumes[].efsVolumeConfiguration.transitEncryption';
const AT_LAUNCH = 'volumes[].configuredAtLaunch';
const ERROR = { severity: 'error' } as const;

export const volumes: readonly Constraint[] = [
  taskRow({
    id: 'efs-access-point-root-directory',
    where: 'volumes[].efsVolumeConfiguration.rootDirectory',
    absentPasses: true,
    appliesTo: 'EFS with an access point',
    when: 'an EFS volume has an access point and a `rootDirectory` other than `/`',
    severity: 'error',
    source: EFS_AUTHORIZATION,
    violated: (directory) =>
      all([holds(directory.text, (path) => path !== '' && path !== '/'), hasAccessPoint(directory)]),
    message: (directory) =>
      `${subject(directory)} is ${observed(directory)}, expected "/" or none with an access point, which has a root directory of its own`,
    fixes: (directory, deployment) => [removal(directory, safe(ERROR, deployment))],
  }),
  taskRow({
    id: 'efs-access-point-transit-encryption',
    where: ENCRYPTION,
    appliesTo: 'EFS with an access point',
    when: 'an EFS volume has an access point, and transit encryption is not enabled',
    severity: 'warning',
    source: EFS_AUTHORIZATION,
    violated: (encryption) => all([disabled(encryption), hasAccessPoint(encryption)]),
    message: (encryption) =>
      `${subject(encryption)} is ${observed(encryption)}, expected "ENABLED" with an access point`,
    fixes: (encryption, deployment) => [
      setting(encryption, 'ENABLED', safe({ severity: 'warning' }, deployment)),
    ],
  }),
  taskRow({
    id: 'efs-iam-transit-encryption',
    where: ENCRYPTION,
    appliesTo: 'EFS with iam ENABLED',
    when: 'an EFS volume uses IAM authorization, and transit encryption is not enabled; without a word it is disabled',
    severity: 'error',
    source: EFS_AUTHORIZATION,
    violated: (encryption) => all([disabled(encryption), says(authorization(encryption), 'iam', 'ENABLED')]),
    message: (encryption) =>
      `${subject(encryption)} is ${observed(encryption)}, expected "ENABLED" with authorizationConfig.iam ENABLED`,
    fixes: (encryption, deployment) => [setting(encryption, 'ENABLED', safe(ERROR, deployment))],
  }),
  taskRow({
    id: 'efs-transit-port-without-encryption',
    where: 'volumes[].efsVolumeConfiguration.transitEncryptionPort',
    absentPasses: true,
    appliesTo: 'EFS with transitEncryptionPort',
    when: 'an EFS volume has a port for transit encryption, and transit encryption is not enabled',
    severity: 'error',
    source: EFS,
    violated: (port) => all([port.given, disabled(beside(port, 'transitEncryption'))]),
    message: (port) =>
      `${subject(port)} is ${observed(port)}, but transitEncryption is ${observed(beside(port, 'transitEncryption'))}, expected "ENABLED"`,
    fixes: (port, deployment) => [
      setting(beside(port, 'transitEncryption'), 'ENABLED', safe(ERROR, deployment)),
    ],
  }),
  required({
    id: 'efs-file-system-id-missing',
    where: 'volumes[].efsVolumeConfiguration.fileSystemId',
    appliesTo: 'EFS',
    when: 'an EFS volume has no `fileSystemId`',
    severity: 'error',
    source: EFS,
    because: 'an EFS volume needs the ID of its file system',
  }),
  taskRow({
    id: 'fsx-required-fields',
    where: 'volumes[].fsxWindowsFileServerVolumeConfiguration',
    absentPasses: true,
    appliesTo: 'FSx for Windows',
    when: 'an FSx for Windows File Server volume lacks `fileSystemId`, `rootDirectory` or `authorizationConfig`, or that lacks `credentialsParameter` or `domain`',
    severity: 'error',
    source: apiPage('API_FSxWindowsFileServerVolumeConfiguration'),
    violated: (fsx) => all([fsx.given, any(fsxMembers(fsx).map(blank))]),
    at: (fsx) => lacking(fsx)[0] ?? fsx,
    message: (fsx) =>
      `${subject(fsx)} has ${lackings(lacking(fsx))}, expected ${FSX_MEMBERS.join(', ')}, and ${FSX_AUTHORIZATION.join(' and ')} in the authorization`,
  }),
  taskRow({
    id: 'volume-one-type',
    where: 'volumes[]',
    appliesTo: 'any',
    when: 'a volume is of more than one kind: host, Docker, EFS, FSx, S3 Files or configured at launch',
    severity: 'error',
    source: VOLUME,
    violated: (volume) =>
      all([
        any(pairs(kindsOf(volume)).map((pair) => all(pair))),
        // Where these two alone meet, `volume-configured-at-launch-with-host` says so.
        not(all([atLaunch(volume), set(member(volume, 'host')), not(any(otherKinds(volume)))])),
      ]),
    message: (volume) =>
      `${subject(volume)} has ${[...KINDS, 'configuredAtLaunch']
        .filter((name) => valueOr(kind(volume, name), false))
        .join(' and ')}, expected one kind of volume`,
  }),
  taskRow({
    id: 'volume-configured-at-launch-with-host',
    where: 'volumes[]',
    appliesTo: 'configuredAtLaunch',
    when: 'a volume that is configured at launch has `host` too',
    severity: 'error',
    source: VOLUME,
    violated: (volume) => all([atLaunch(volume), set(member(volume, 'host')), not(any(otherKinds(volume)))]),
    message: (volume) => `${subject(volume)} has host beside configuredAtLaunch, expected one of them`,
    fixes: (volume, deployment) => [removal(member(volume, 'host'), safe(ERROR, deployment))],
  }),
  taskRow({
    id: 'volume-configured-at-launch-max',
    where: AT_LAUNCH,
    absentPasses: true,
    appliesTo: 'any',
    when: 'more than one volume of the task definition is configured at launch',
    severity: 'warning',
    source: VOLUME,
    violated: (flag, deployment) =>
      all([flag.flag, any(before(flag, deployment).map((other) => other.flag))]),
    message: (flag) => `${subject(flag)} is true, expected at most one volume that is configured at launch`,
  }),
  taskRow({
    id: 'environment-file-value',
    where: 'containerDefinitions[].environmentFiles[].value',
    absentPasses: true,
    appliesTo: 'any',
    when: 'the `value` of an environment file is not the ARN of an S3 object',
    severity: 'error',
    source: apiPage('API_EnvironmentFile'),
    violated: (value) => holds(value.text, (text) => !isObjectArn(text)),
    message: (value) =>
      `${subject(value)} is ${observed(value)}, expected the ARN of an S3 object such as arn:aws:s3:::bucket/file.env`,
    fixes: (value, deployment) => {
      const object = /^s3:\/\/([^/]+\/.+)$/.exec(valueOr(value.text, ''))?.[1];
      const partition = partitionOf(valueOr(deployment.region, 'us-east-1'));
      return object ? [setting(value, `arn:${partition}:s3:::${object}`, safe(ERROR, deployment))] : [];
    },
  }),
  taskRow({
    id: 'environment-file-suffix',
    where: 'containerDefinitions[].environmentFiles[].value',
    absentPasses: true,
    appliesTo: 'any',
    when: 'the S3 object of an environment file does not end in `.env`',
    severity: 'warning',
    source: apiPage('API_EnvironmentFile'),
    violated: (value) => holds(value.text, (text) => isObjectArn(text) && !text.endsWith('.env')),
    message: (value) => `${subject(value)} is ${observed(value)}, expected an object whose name ends in .env`,
  }),
];

const KINDS = [
  'host',
  'dockerVolumeConfiguration',
  'efsVolumeConfiguration',
  'fsxWindowsFileServerVolumeConfiguration',
  's3filesVolumeConfiguration',
] as const;
const FSX_MEMBERS = ['fileSystemId', 'rootDirectory', 'authorizationConfig'] as const;
const FSX_AUTHORIZATION = ['credentialsParameter', 'domain'] as const;

function beside(value: View, name: string): View {
  return member(value.parent as View, name);
}

function authorization(value: View): View {
  return beside(value, 'authorizationConfig');
}

function hasAccessPoint(value: View): Truth {
  return not(blank(member(authorization(value), 'accessPointId')));
}

/** Transit encryption is off, by word or by default; another word is `efs-transit-encryption-enum`'s. */
function disabled(encryption: View): Truth {
  return any([missing(encryption), equals(encryption.text, 'DISABLED')]);
}

/** What an FSx volume must say: its own members, and those of its authorization where it has one. */
function fsxMembers(fsx: View): readonly View[] {
  const own = FSX_MEMBERS.map((name) => member(fsx, name));
  const authorized = member(fsx, 'authorizationConfig');
  const inner = isObject(authorized.raw) ? FSX_AUTHORIZATION.map((name) => member(authorized, name)) : [];
  return [...own, ...inner];
}

function lacking(fsx: View): readonly View[] {
  return fsxMembers(fsx).filter((value) => valueOr(blank(value), false));
}

function atLaunch(volume: View): Truth {
  return member(volume, 'configuredAtLaunch').flag;
}

/** Is the volume of that kind? An empty `host` is what describe calls add to every volume. */
function kind(volume: View, name: string): Truth {
  if (name === 'configuredAtLaunch') return atLaunch(volume);
  return name === 'host' ? set(member(volume, name)) : member(volume, name).given;
}

function kindsOf(volume: View): readonly Truth[] {
  return [...KINDS, 'configuredAtLaunch'].map((name) => kind(volume, name));
}

function otherKinds(volume: View): readonly Truth[] {
  return KINDS.filter((name) => name !== 'host').map((name) => kind(volume, name));
}

function pairs(truths: readonly Truth[]): readonly (readonly [Truth, Truth])[] {
  return truths.flatMap((first, index) => truths.slice(index + 1).map((second) => [first, second] as const));
}

function before(flag: View, deployment: Deployment): readonly View[] {
  const { views } = select(deployment.taskDefinition.view as View, AT_LAUNCH);
  return views.slice(0, Math.max(views.indexOf(flag), 0));
}

function isObjectArn(text: string): boolean {
  const arn = parseArn(text);
  return arn?.service === 's3' && /^[^/]+\/.+$/s.test(arn.resource);
}
