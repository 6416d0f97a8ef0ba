import { valueOr } from '../../src/fact/fact.ts';
import { linuxCapabilityNames } from '../../src/knowledge/ecs-limits.ts';
import { enumValues, rootShape, shapesAsOf } from '../../src/knowledge/ecs-shapes.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { originOf } from '../../src/model/source.ts';
import type { View } from '../../src/model/view.ts';
import {
  cannotTell,
  type Failure,
  type Fix,
  fail,
  notApplicable,
  type Problem,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { nearestName } from './nearest-name.ts';
import { OPERATIONS, returnedOnly } from './returned-members.ts';
import { type Slip, type Survey, surveysOf, viewOf } from './structure.ts';
import { observed, oneOf, subject } from './subject.ts';
import { conversions, holdsValues, isEnvironmentValue, kindOf } from './type-conversions.ts';

const API = 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/';
const CLI_INPUT = 'https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-skeleton.html';

/** What a message calls a structure: the operation for a whole definition, else the API's name for it. */
function structureName({ structure }: Slip): string {
  return structure.name.replace(/Request$/, '');
}

/** Judges the definitions by one kind of slip. */
function judge(
  deployment: Deployment,
  slipsOf: (survey: Survey) => readonly Slip[],
  failureOf: (slip: Slip, survey: Survey, at: View) => Failure,
  open: (survey: Survey) => Survey['openTypes'] = () => [],
): Verdicts {
  const surveys = surveysOf(deployment);
  if (surveys.length === 0) return notApplicable('no definition is among the inputs');
  const verdicts = surveys.flatMap((survey): Verdict[] => [
    ...slipsOf(survey).map((slip) => fail(failureOf(slip, survey, viewOf(survey, slip.path)))),
    ...(open(survey).length > 0 ? [cannotTell(open(survey))] : []),
  ]);
  return verdicts.length > 0 ? verdicts : pass();
}

const unknownMember: Problem = {
  summary:
    'a member that our tables do not know, with a "did you mean"; never refused, since it may be newer than the tables',
  appliesTo: 'any',
  severity: 'warning',
  phase: 'register',
  decidable: ['F'],
  why: 'the AWS CLI refuses a member that it does not know, and other tools drop it without a word, so that what it should set is not set',
  docs: CLI_INPUT,
  check: (deployment) =>
    judge(
      deployment,
      ({ unknownMembers }) => unknownMembers,
      (slip, survey, at) => {
        const name = String(at.key);
        const near = nearestName(name, slip.structure.members.keys());
        const meant = near ?? otherToolsName(name, slip);
        const onlyCreate =
          survey.input === 'updateService' && inCreateService(slip) ? `: only CreateService takes it` : '';
        return {
          at,
          message: `${subject(at)} is no member of ${structureName(slip)}${onlyCreate}${meant === undefined || onlyCreate ? '' : `; did you mean ${spelledThere(at, meant)}?`}`,
          asOf: shapesAsOf().asOf,
          fixes: onlyCreate === '' ? renamings(at, near) : [],
        };
      },
    ),
};

/** A member's name as the file spells it: with a capital in CloudFormation, with underscores in Terraform. */
function spelledThere(at: View, name: string): string {
  const meant = at.parent && (at.parent as View<Record<string, unknown>>).get(name);
  const { path, inner } = meant ? originOf(meant.source, meant.path) : { path: [] };
  return String((inner ?? path).at(-1) ?? name);
}

/** What Docker and its tools call a member that ECS has under quite another name. */
const OTHER_TOOLS: Readonly<Record<string, string>> = {
  containers: 'containerDefinitions',
  env: 'environment',
  exposedPorts: 'portMappings',
  labels: 'dockerLabels',
  logging: 'logConfiguration',
  portBindings: 'portMappings',
  ports: 'portMappings',
};

function otherToolsName(name: string, { structure }: Slip): string | undefined {
  const meant = Object.hasOwn(OTHER_TOOLS, name) ? OTHER_TOOLS[name] : undefined;
  return meant !== undefined && structure.members.has(meant) ? meant : undefined;
}

/** A member of CreateService's input that a running service keeps for good. */
function inCreateService({ path }: Slip): boolean {
  return path.length === 1 && rootShape('createService').members.has(String(path[0]));
}

/** Under its right name a member takes effect, so that no such edit is safe; environment values stay out of edits. */
function renamings(at: View, meant: string | undefined): readonly Fix[] {
  const target =
    meant === undefined ? undefined : at.parent && (at.parent as View<Record<string, unknown>>).get(meant);
  if (!target || valueOr(target.given, true) || holdsValues(target, at.raw)) return [];
  return [
    {
      kind: 'edit',
      description: `rename ${at.key} to ${meant === undefined ? '' : spelledThere(at, meant)}`,
      safe: false,
      edits: [
        { at: target, op: 'set', value: at.raw },
        { at, op: 'remove' },
      ],
    },
  ];
}

const wrongType: Problem = {
  summary:
    "a scalar of another type than the API's, or an object or list where the other is wanted and no id above says so; task cpu and memory as numbers are let pass",
  appliesTo: 'API JSON (CloudFormation and Terraform convert)',
  severity: 'error',
  phase: 'register',
  decidable: ['F'],
  why: 'the API and the AWS CLI take no value of another type than the shape declares, so that nothing is deployed',
  docs: `${API}API_RegisterTaskDefinition.html`,
  check: (deployment) =>
    judge(
      deployment,
      ({ wrongTypes }) => wrongTypes,
      ({ wanted }, _, at) => ({
        at,
        message: `${subject(at)} is ${typed(at)}, expected ${wanted ? kindOf(wanted) : 'another type'}`,
        fixes: wanted ? conversions(at, wanted) : [],
      }),
      ({ openTypes }) => openTypes,
    ),
};

function typed(at: View): string {
  const kind = typeof at.raw;
  if (kind === 'object') return observed(at);
  return isEnvironmentValue(at) ? `a ${kind}` : `the ${kind} ${observed(at)}`;
}

const requiredMemberMissing: Problem = {
  summary: 'a member that the API requires is absent and no id above says so',
  appliesTo: 'any',
  severity: 'error',
  maySeverities: ['error', 'warning'],
  phase: 'register',
  decidable: ['F'],
  why: 'ECS refuses a structure that lacks a member which its API marks as required, so that nothing is deployed',
  docs: `${API}API_Types.html`,
  check: (deployment) =>
    judge(
      deployment,
      ({ missing }) => missing,
      (slip, survey, at) => ({
        at,
        message: `${slip.path.length > 1 && at.parent ? subject(at.parent) : OPERATIONS[survey.input]} has no ${at.key}, which ${structureName(slip)} requires`,
      }),
    ),
};

const enumInvalid: Problem = {
  summary: "a value is not one of the API's as of the data's date, for a closed list that no id above covers",
  appliesTo: 'any',
  severity: 'error',
  maySeverities: ['error', 'warning'],
  phase: 'register',
  decidable: ['F'],
  why: 'ECS takes only the values that its API lists here, in exactly that spelling',
  docs: `${API}API_Types.html`,
  check: (deployment) =>
    judge(
      deployment,
      ({ offLists }) => offLists,
      ({ wanted }, _, at) => {
        const list = wanted?.kind === 'string' ? wanted.enum : undefined;
        const legal = list === undefined ? linuxCapabilityNames() : enumValues(list);
        const meant = nearestName(String(at.raw).replace(/^CAP_/i, ''), legal);
        return {
          at,
          message: `${subject(at)} is ${observed(at)}, expected ${list === undefined ? 'a Linux capability without CAP_' : oneOf(legal)}`,
          // The capabilities are a list of the documentation, which nobody was seen to be refused over.
          severity: list === undefined ? 'warning' : 'error',
          asOf: shapesAsOf().asOf,
          fixes:
            meant === undefined
              ? []
              : [
                  {
                    kind: 'edit',
                    description: `set it to ${meant}`,
                    safe: list !== undefined,
                    edits: [{ at, op: 'set', value: meant }],
                  },
                ],
        };
      },
      ({ openLists }) => openLists,
    ),
};

const readOnlyMember: Problem = {
  summary:
    'a member that only describe calls return (`taskDefinitionArn`, `revision`, `status`, `requiresAttributes` …)',
  appliesTo: 'API JSON',
  severity: 'info',
  phase: 'register',
  decidable: ['F'],
  why: 'ECS itself sets such a member; the AWS CLI refuses an input that holds it, other tools ignore it',
  docs: CLI_INPUT,
  check: (deployment) => {
    const surveys = surveysOf(deployment);
    if (surveys.length > 0 && surveys.every(({ answer }) => answer))
      return notApplicable('the file is the whole answer of a describe call, and no input');
    return judge(
      deployment,
      ({ answer, readOnlyMembers }) => (answer ? [] : readOnlyMembers.slice(0, 1)),
      (_, survey, at) => returnedOnly(survey, at),
    );
  },
};

/** The problems that one walk over the definitions decides. */
export const structureProblems: Readonly<Record<string, Problem>> = {
  'unknown-member': unknownMember,
  'wrong-type': wrongType,
  'required-member-missing': requiredMemberMissing,
  'enum-invalid': enumInvalid,
  'read-only-member': readOnlyMember,
};
