/**
 * What `valueFrom` (of `secrets` and log `secretOptions`) and `credentialsParameter` may say, and how ECS reads it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 * The text must be free of placeholders, and `isReadable`: names in it that the deploy alone will tell are opaque, and each stands
 * for one segment.
 */
import { holdsOpaqueValue, isName, isOpaque, isValue, unitsOf } from '../fact/opaque.ts';
import { parseArn } from './arn.ts';

/** Where an ARN says that a thing is. */
interface Home {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** A secret by ARN, full or partial (without the six random characters), with the optional parts behind it. */
export interface SecretsManagerReference extends Home {
  readonly kind: 'secrets-manager';
  /** The ARN without key, stage and version: what IAM policies and GetSecretValue name. */
  readonly arn: string;
  /** The name as the ARN spells it, with its random suffix if it has one. */
  readonly name: string;
  readonly jsonKey?: string;
  readonly versionStage?: string;
  readonly versionId?: string;
}

/** An SSM parameter by ARN; `name` begins with a slash where the parameter is in a hierarchy. */
export interface SsmArnReference extends Home {
  readonly kind: 'ssm-arn';
  readonly arn: string;
  readonly name: string;
}

/** An SSM parameter of the task's own region and account, by its name or path. */
interface SsmNameReference {
  readonly kind: 'ssm-name';
  readonly name: string;
}

/** A secret of the task's own region and account, by its name: `credentialsParameter` alone takes it. */
export interface SecretNameReference {
  readonly kind: 'secret-name';
  readonly name: string;
}

/** Text that ECS cannot read as a reference. It may be a secret pasted in the wrong place: never print it whole. */
export interface MalformedReference {
  readonly kind: 'malformed';
  /** What is wrong, in words that hold no part of the text unless it is an ARN. */
  readonly because: string;
}

export type SecretReference =
  | SecretsManagerReference
  | SsmArnReference
  | SsmNameReference
  | MalformedReference;

const PARTITION = /^aws(-[a-z]+)*$/;
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;
const ACCOUNT = /^\d{12}$/;
/**
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html: letters, digits and `/_+=.@-`, 512
 * at most, before the random suffix. Secrets that another service manages have a `!` (`rds!db-…`).
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/service-linked-secrets.html
 */
const SECRET_NAME = /^[A-Za-z0-9/_+=.@!-]{1,519}$/;
/** ECS's own words when it refuses one: up to 2048 characters of `a-zA-Z0-9_.-/`. */
const PARAMETER_NAME = /^[A-Za-z0-9_.\-/]{1,2048}$/;
/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html: 32 to 64 characters. */
const VERSION_ID = { min: 32, max: 64 };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** The labels that Secrets Manager itself moves between versions. */
const AWS_STAGES = ['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING'];

const malformed = (because: string): MalformedReference => ({ kind: 'malformed', because });

/** How a reference begins in which a name has begun: an ARN's, or the path of a parameter. */
const IN_NAME =
  /^(?:arn:[^:]*:(?:ssm:[^:]*:[^:]*:parameter\/|secretsmanager:[^:]*:[^:]*:secret:)[^:]*|\/[^:]*)$/;

/** Can the text be read? Not where a value that nobody knows may be more of it than a part of the name. */
export function isReadable(text: string): boolean {
  if (!holdsOpaqueValue(text)) return true;
  const units = unitsOf(text);
  const last = units.findLastIndex(isValue);
  return IN_NAME.test(units.slice(0, last).join(''));
}

/** Is it a name of that form, where all that is open in it is as good as a letter? */
function fits(name: string, form: RegExp): boolean {
  if (!isOpaque(name)) return form.test(name);
  const lettered = unitsOf(name).map((unit) => (isName(unit) || isValue(unit) ? 'x' : unit));
  return form.test(lettered.join(''));
}

/** Partition, region or account: opaque, or of that form. */
function isPart(part: string, form: RegExp): boolean {
  return isOpaque(part) || form.test(part);
}

/** Reads a `valueFrom`: an ARN of a secret or a parameter, or the name of a parameter in the task's region and account. */
export function parseValueFrom(text: string): SecretReference {
  if (!text.startsWith('arn:')) return parameterName(text);
  return parseReferenceArn(text);
}

/** Reads a `credentialsParameter`: the ARN of a secret, or the name of one in the task's region and account. */
export function parseCredentialsParameter(
  text: string,
): SecretsManagerReference | SecretNameReference | MalformedReference {
  if (!text.startsWith('arn:')) {
    if (text === '') return malformed('it is empty');
    return fits(text, SECRET_NAME)
      ? { kind: 'secret-name', name: text }
      : malformed('it is neither an ARN nor a secret name (letters, digits and /_+=.@-)');
  }
  const reference = parseReferenceArn(text);
  if (reference.kind === 'malformed') return reference;
  if (reference.kind === 'ssm-arn') {
    return malformed(
      'registry credentials come from Secrets Manager, and this is the ARN of an SSM parameter',
    );
  }
  const { jsonKey, versionStage, versionId } = reference;
  return jsonKey === undefined &&
    versionStage === undefined &&
    versionId === undefined &&
    text === reference.arn
    ? reference
    : malformed(
        'registry credentials are read from the whole secret: no JSON key, stage or version may follow',
      );
}

function parameterName(text: string): SsmNameReference | MalformedReference {
  if (text === '') return malformed('it is empty');
  if (fits(text, PARAMETER_NAME)) return { kind: 'ssm-name', name: text };
  return malformed(
    text.includes(':')
      ? 'it is no ARN, so that ECS takes it for the name of an SSM parameter, and such a name has no colon: a secret with a JSON key or a version needs its full ARN'
      : 'it is neither an ARN nor the name of an SSM parameter (up to 2048 of a-z, A-Z, 0-9 and _.-/)',
  );
}

function parseReferenceArn(text: string): SecretsManagerReference | SsmArnReference | MalformedReference {
  const arn = parseArn(text);
  if (!arn) return malformed('an ARN has six parts: arn:partition:service:region:account:resource');
  const { partition, service, region, account, resource } = arn;
  if (service !== 'secretsmanager' && service !== 'ssm') {
    return malformed(`its service is "${service}", expected "secretsmanager" or "ssm"`);
  }
  if (!isPart(partition, PARTITION))
    return malformed(`"${partition}" is not a partition, expected one such as "aws"`);
  if (!isPart(region, REGION))
    return malformed(`"${region}" is not a region, expected one such as "eu-west-1"`);
  if (!isPart(account, ACCOUNT)) return malformed(`"${account}" is not an account, expected twelve digits`);
  const home = { partition, region, account };
  return service === 'ssm' ? ssmParameter(text, home, resource) : secret(home, resource);
}

function ssmParameter(arn: string, home: Home, resource: string): SsmArnReference | MalformedReference {
  // AWS's pages spell the ARN of a parameter in a hierarchy with a colon as well: parameter:/path/name.
  if (!resource.startsWith('parameter/') && !resource.startsWith('parameter:/')) {
    return malformed(`its resource begins "${kindOf(resource)}", expected "parameter/" and the name`);
  }
  const name = resource.slice('parameter'.length).replace(/^:/, '');
  if (name.includes(':')) {
    return malformed(
      'ECS reads the newest version of a whole SSM parameter: no key, version or label may follow',
    );
  }
  if (name === '/' || name.startsWith('//') || !fits(name, PARAMETER_NAME)) {
    return malformed('the parameter name is not one (up to 2048 of a-z, A-Z, 0-9 and _.-/)');
  }
  return { kind: 'ssm-arn', arn, ...home, name: name.includes('/', 1) ? name : name.slice(1) };
}

function secret(home: Home, resource: string): SecretsManagerReference | MalformedReference {
  const [type, name = '', ...extra] = resource.split(':');
  if (type !== 'secret')
    return malformed(`its resource begins "${kindOf(resource)}", expected "secret:" and the name`);
  if (!fits(name, SECRET_NAME)) return malformed('the secret name is not one (letters, digits and /_+=.@-)');
  if (extra.length !== 0 && extra.length !== 3) {
    return malformed(
      `${extra.length} ${extra.length === 1 ? 'part follows' : 'parts follow'} the secret name, expected none or three: json-key:version-stage:version-id, each possibly empty with its colon kept`,
    );
  }
  const [jsonKey = '', versionStage = '', versionId = ''] = extra;
  const because = misplaced(jsonKey, versionStage, versionId);
  if (because !== undefined) return malformed(because);
  return {
    kind: 'secrets-manager',
    arn: `arn:${home.partition}:secretsmanager:${home.region}:${home.account}:secret:${name}`,
    ...home,
    name,
    ...(jsonKey === '' ? {} : { jsonKey }),
    ...(versionStage === '' ? {} : { versionStage }),
    ...(versionId === '' ? {} : { versionId }),
  };
}

function misplaced(jsonKey: string, versionStage: string, versionId: string): string | undefined {
  if (AWS_STAGES.includes(jsonKey)) {
    return `"${jsonKey}" is a version stage and stands where the JSON key does, expected ::${jsonKey}: behind the name`;
  }
  if (UUID.test(versionStage)) {
    return `"${versionStage}" is a version id and stands where the version stage does, expected one colon more before it`;
  }
  if (versionId === '') return undefined;
  if (!isOpaque(versionId) && (versionId.length < VERSION_ID.min || versionId.length > VERSION_ID.max)) {
    return `"${versionId}" is not a version id, which has ${VERSION_ID.min} to ${VERSION_ID.max} characters`;
  }
  return versionStage === ''
    ? undefined
    : `version stage "${versionStage}" and version id "${versionId}" are both given, expected one of them at most`;
}

/** The first word of a resource, for a message: what stands before its first colon or slash. */
function kindOf(resource: string): string {
  return resource.slice(0, resource.search(/[:/]|$/) + 1);
}
