import { not, valueOr } from '../../src/fact/fact.ts';
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
  const judged = (kind: string | undefined) =>
    kind === undefined ? decidedByName(variable) : fail(failure(deployment, container, variable, name, kind));
  if (redaction && !redaction.placeholder) return judged(redaction.credential);
  return value.match<Verdict>({
    known: (text) => (text === '' ? pass() : judged(credentialKind(name, text))),
    absent: pass,
    unknown: cannotTell,
  });
}

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
