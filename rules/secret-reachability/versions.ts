import { not, type Truth, truth, unknown, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { isOpaque, whyOpaque } from '../../src/fact/opaque.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { type FetchedValue, namedBy } from '../../src/model/fetched-value.ts';
import type { Reference } from '../../src/model/secret-references.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import { type StoredValue, storedValue } from '../../src/model/stored-value.ts';
import {
  cannotTell,
  type Failure,
  type Fix,
  fail,
  failsIf,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { namings, regionOption } from './sentences.ts';
import { judgeValues } from './values.ts';

const GONE = 'the secret does not exist';
const NO_VERSION = 'no version is named';

/** Is no secret on its way to deletion? Until then it cannot be read, though it can be described. */
export function secretBeingDeleted(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return judgeValues(
    deployment,
    facts,
    async (value) =>
      (await storedValue(deployment, facts, value)).match<Verdict>({
        known: (stored) =>
          stored.deletion.match<Verdict>({
            known: (date) => fail(deletionFailure(value, stored, date)),
            absent: pass,
            unknown: cannotTell,
          }),
        absent: () => notApplicable(GONE),
        unknown: cannotTell,
      }),
    ({ store }) => (store === 'ssm' ? notApplicable('parameters are deleted at once') : undefined),
  );
}

function deletionFailure(value: FetchedValue, { arn }: StoredValue, date: string): Failure {
  return {
    at: value.references[0].view,
    message: `${namedBy(value)}: secret ${arn} is scheduled for deletion on ${date.slice(0, 10)} and cannot be read, expected a secret that stays`,
    evidence: [...namings(value), `secret ${arn} has the deletion date ${date}`],
    fixes: [
      {
        kind: 'command',
        description: 'cancel the deletion',
        command: `aws secretsmanager restore-secret${regionOption(value)} --secret-id ${shellWord(arn)}`,
      },
    ],
  };
}

/** What a reference says of the version it wants. */
interface Wanted {
  readonly reference: Reference;
  readonly stage?: string | undefined;
  readonly id?: string | undefined;
}

/** Has each secret the version that a reference names, by stage or by id? */
export function versionMissing(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return judgeValues(
    deployment,
    facts,
    async (value) =>
      (await storedValue(deployment, facts, value)).match<Verdicts>({
        known: (stored) =>
          stored.versions.match<Verdicts>({
            known: (versions) =>
              wantedVersions(value).map((version) =>
                failsIf(not(isThere(version, versions)), () => versionFailure(version, stored, versions)),
              ),
            absent: () => notApplicable(NO_VERSION),
            unknown: cannotTell,
          }),
        absent: () => notApplicable(GONE),
        unknown: cannotTell,
      }),
    (value) => (wantedVersions(value).length === 0 ? notApplicable(NO_VERSION) : undefined),
  );
}

/** Each version once, by the first place that names it. */
function wantedVersions({ references }: FetchedValue): readonly Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const reference of references) {
    const version = reference.target.match<Wanted | undefined>({
      known: (target) =>
        target.kind === 'secrets-manager' && (target.versionStage ?? target.versionId) !== undefined
          ? { reference, stage: target.versionStage, id: target.versionId }
          : undefined,
      absent: () => undefined,
      unknown: () => undefined,
    });
    if (!version) continue;
    const key = `${version.stage ?? ''}:${version.id ?? ''}`;
    if (!wanted.has(key)) wanted.set(key, version);
  }
  return [...wanted.values()];
}

type Versions = Readonly<Record<string, readonly string[]>>;

/** A secret that a template declares has the versions that came after its first as well. */
function isThere({ stage, id }: Wanted, versions: Versions): Truth {
  const found =
    id === undefined
      ? Object.values(versions).some((stages) => stages.includes(stage ?? ''))
      : Object.hasOwn(versions, id);
  const open = [id ?? stage ?? '', ...Object.keys(versions)].find(isOpaque);
  return found || open === undefined ? truth(found) : unknown(whyOpaque(open));
}

/** DescribeSecret lists the versions with staging labels alone: one without is deprecated, and may go at any time. */
function versionFailure({ reference, stage, id }: Wanted, { arn }: StoredValue, versions: Versions): Failure {
  const what =
    stage === undefined
      ? `no version ${id} with a staging label: it is gone, or deprecated so that Secrets Manager may delete it`
      : `no version with the staging label ${stage}`;
  const there = Object.entries(versions).map(([name, stages]) => `${name} (${stages.join(', ')})`);
  return {
    at: reference.view,
    message: `${reference.label}: secret ${arn} has ${what}`,
    evidence: [
      `${reference.label} asks for ${stage === undefined ? `version ${id}` : `stage ${stage}`} of ${arn}`,
      there.length === 0 ? `secret ${arn} has no version` : `its versions are ${there.join('; ')}`,
    ],
    fixes: valueOr(isThere({ reference, stage: 'AWSCURRENT' }, versions), false)
      ? readCurrent(reference)
      : [],
  };
}

/** The same secret and key without stage or version. What only the account has is not edited. */
function readCurrent({ view, target }: Reference): readonly Fix[] {
  const value = target.match<string | undefined>({
    known: (it) =>
      it.kind === 'secrets-manager'
        ? `${it.arn}${it.jsonKey === undefined ? '' : `:${it.jsonKey}::`}`
        : undefined,
    absent: () => undefined,
    unknown: () => undefined,
  });
  return value === undefined || view.source.arn !== undefined
    ? []
    : [
        {
          kind: 'edit',
          description: 'read the current version (AWSCURRENT) of the secret',
          safe: false,
          edits: [{ at: view, op: 'set', value }],
        },
      ];
}
