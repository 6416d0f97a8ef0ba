import { not, valueOr } from '../../src/fact/fact.ts';
import {
  holdsOpaqueValue,
  isName,
  isOpaque,
  isValue,
  shown,
  type Unit,
  unitsOf,
  whyOpaque,
} from '../../src/fact/opaque.ts';
import { credentialKind, credentialsAsOf } from '../../src/knowledge/credentials.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { environment, type Variable } from '../../src/model/environment.ts';
import { withoutRole } from '../../src/model/role.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import { containerName, family } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import {
  cannotTell,
  type Edit,
  type Failure,
  type Fix,
  fail,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';

type Container = View<ContainerShape>;

/** No value of the environment is a credential. What a finding says holds no part of the value. */
export function judgeEnvironment(deployment: Deployment, container: Container): Verdicts {
  return environment(container).match<Verdicts>({
    known: (variables) =>
      variables.length === 0 ? pass() : variables.map((variable) => judge(deployment, container, variable)),
    absent: pass,
    unknown: cannotTell,
  });
}

function judge(deployment: Deployment, container: Container, variable: Variable): Verdict {
  const { value, redaction } = variable;
  const name = valueOr(variable.name, '');
  const judged = (kind: string | undefined, fetched = false) => {
    if (kind === undefined) return decidedByName(variable);
    const found = failure(deployment, container, variable, name, kind);
    return fail(fetched ? { ...found, evidence: [FETCHED, ...(found.evidence ?? [])], fixes: [] } : found);
  };
  if (redaction && !redaction.placeholder) return judged(redaction.credential);
  const open = openText(variable);
  if (open !== undefined) return judgeOpen(name, open, judged);
  return value.match<Verdict>({
    known: (text) => (text === '' ? pass() : judged(credentialKind(name, text))),
    absent: pass,
    unknown: cannotTell,
  });
}

/** The value of a template that the deploy alone will tell, if only in part. */
function openText({ entry }: Variable): string | undefined {
  const { raw } = entry.get('value') as View;
  return typeof raw === 'string' && isOpaque(raw) ? raw : undefined;
}

/**
 * What is literal in it may be a credential whatever the rest is. Names of resources are none; what CloudFormation fetches from
 * Secrets Manager and puts there is one, where a secret would be.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
 */
function judgeOpen(
  name: string,
  text: string,
  judged: (kind: string | undefined, fetched: boolean) => Verdict,
): Verdict {
  const units = unitsOf(text);
  const kind = credentialKind(name, units.map(standIn).join(''));
  if (kind !== undefined) return judged(kind, units.some(isFetched));
  const literal = units.filter((unit) => !isName(unit) && !isValue(unit)).join('');
  const open = holdsOpaqueValue(text) || credentialKind(name, literal) !== undefined;
  return open ? cannotTell([whyOpaque(text)]) : judged(undefined, false);
}

/** A text that is a secret wherever one may stand, for what is one; a known stand-in for what nobody knows. */
function standIn(unit: Unit): string {
  if (isFetched(unit)) return 'q7Zr2vXw9Lk4Tn8Bs3Hd';
  return isName(unit) || isValue(unit) ? '-changeme-' : unit;
}

function isFetched(unit: Unit): boolean {
  return isValue(unit) && shown(unit).startsWith('${resolve:secretsmanager:');
}

const FETCHED =
  'CloudFormation resolves {{resolve:secretsmanager:…}} when it deploys, and what it fetches stands in the task definition';

/** A value that is no credential by itself may be one by its name, if that is not resolved. */
function decidedByName({ name }: Variable): Verdict {
  return name.match<Verdict>({ known: pass, absent: pass, unknown: cannotTell });
}

function failure(
  deployment: Deployment,
  container: Container,
  variable: Variable,
  name: string,
  kind: string,
): Failure {
  return {
    at: variable.entry.get('value') as View,
    message: `${containerName(container)}: environment variable ${name} holds ${kind} in plain text, expected a reference under secrets`,
    asOf: credentialsAsOf(),
    evidence: ['everyone who may describe the task definition reads it; the value is not shown here'],
    fixes: moveToParameter(deployment, container, variable, name),
  };
}

/** A parameter named after family and variable, put there from the shell's variable of that name: no value is printed. */
function moveToParameter(
  deployment: Deployment,
  container: Container,
  variable: Variable,
  name: string,
): readonly Fix[] {
  const home = valueOr(family(deployment.taskDefinition), undefined);
  if (home === undefined || !/^[\w.-]+$/.test(home) || !/^[A-Za-z_]\w*$/.test(name)) return [];
  const parameter = `/${home}/${name}`;
  const region = valueOr(deployment.region, undefined);
  const store: Fix = {
    kind: 'command',
    description: `store the value, given in the shell's variable ${name}, as a parameter`,
    command: `aws ssm put-parameter${region === undefined ? '' : ` --region ${shellWord(region)}`} --name ${shellWord(parameter)} --type SecureString --value "$${name}"`,
  };
  const edits = referTo(container, variable, name, parameter);
  const role = deployment.taskDefinition.view.get('executionRoleArn');
  const ready = valueOr(not(withoutRole(role)), false) && edits.length > 0;
  return ready
    ? [
        store,
        {
          kind: 'edit',
          description: `take ${name} from that parameter; the execution role needs ssm:GetParameters for it`,
          safe: false,
          edits,
        },
      ]
    : [store];
}

function referTo(container: Container, variable: Variable, name: string, valueFrom: string): readonly Edit[] {
  const secrets = container.get('secrets');
  const remove: Edit = { at: variable.entry as View, op: 'remove' };
  const listed = secrets.items.match<readonly View[] | undefined>({
    known: (items) => items,
    absent: () => [],
    unknown: () => undefined,
  });
  if (!listed || listed.some((item) => valueOr(secretName(item), name) === name)) return [];
  const value = [...listed.map(({ raw }) => raw), { name, valueFrom }];
  return [remove, { at: secrets as View, op: 'set', value }];
}

const secretName = (item: View) => (item as View<{ name?: string | undefined }>).get('name').text;
