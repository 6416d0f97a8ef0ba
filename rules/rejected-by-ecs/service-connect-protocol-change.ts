import { type Fact, valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import {
  type LiveServiceShape,
  type RegisteredTaskDefinition,
  taskDefinition,
} from '../../src/fact/kinds/ecs.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { select } from '../../src/model/select.ts';
import { containers } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import {
  cannotTell,
  type Failure,
  fail,
  notApplicable,
  type Problem,
  pass,
  type Verdict,
  type Verdicts,
} from '../../src/rule.ts';
import { removal, setting } from './forms.ts';
import { connected, member, serviceName } from './service-facts.ts';

const NOT_CONNECTED = 'the service does not run with Service Connect';

/** Do ports that Service Connect knows already speak another protocol in the new task definition? */
export const serviceConnectProtocolChange: Problem = {
  summary: 'the new task definition changes protocol or appProtocol of a port that it uses',
  appliesTo: 'service that runs with Service Connect',
  severity: 'warning',
  maySeverities: ['warning', 'error'],
  phase: 'register',
  decidable: ['L'],
  why: 'Service Connect keeps the protocols of a port for as long as the service has it: ECS was seen to refuse an update that changes them',
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html',
  serviceError: 'The following config cannot be changed for a SC service.',
  needs: [taskDefinition],
  check: (deployment, facts) => {
    const { service } = deployment;
    if (!service) return notApplicable('no service is deployed');
    if (service.form === 'describe') return notApplicable('nothing new is deployed');
    return connected(deployment).match<Verdicts | Promise<Verdicts>>({
      known: (is) => (is ? judgeRunning(deployment, facts) : notApplicable(NOT_CONNECTED)),
      absent: () => notApplicable(NOT_CONNECTED),
      unknown: cannotTell,
    });
  },
};

function judgeRunning(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return deployment.around.running.match<Verdicts | Promise<Verdicts>>({
    known: (running) => judge(deployment, facts, running),
    absent: () => notApplicable(NOT_CONNECTED),
    unknown: cannotTell,
  });
}

/** The ports that the service offers through Service Connect now, by the revision that it runs. */
function judge(
  deployment: Deployment,
  facts: Facts,
  running: LiveServiceShape,
): Verdicts | Promise<Verdicts> {
  const primary = running.deployments?.find(({ status }) => status === 'PRIMARY');
  if (!primary) return undecided('the service tells no primary deployment');
  const { serviceConnectConfiguration: now, taskDefinition: ref } = primary;
  if (!now?.enabled) return notApplicable(NOT_CONNECTED);
  const names = new Set((now.services ?? []).flatMap(({ portName }) => portName ?? []));
  if (names.size === 0) return notApplicable('the service only calls others through Service Connect');
  if (ref === undefined) return undecided('the primary deployment tells no task definition');
  return facts.ask(taskDefinition, { ref }).then((old) =>
    old.match<Verdicts>({
      known: (shape) => compare(deployment, names, shape),
      absent: () => undecided(`task definition ${ref} does not exist any more`),
      unknown: cannotTell,
    }),
  );
}

function undecided(detail: string): Verdict {
  return cannotTell([{ reason: 'undecidable', detail }]);
}

/** Of the ports that stay with Service Connect, those that the new task definition has under the same name. */
function compare(
  deployment: Deployment,
  names: ReadonlySet<string>,
  old: RegisteredTaskDefinition,
): Verdicts {
  const { service, taskDefinition: task } = deployment;
  if (!service) return notApplicable('no service is deployed');
  const kept = select(service.view, 'serviceConnectConfiguration.services[].portName');
  const open: Why[] = [...kept.why, ...reasons(containers(task))];
  const stay = new Set(kept.views.flatMap((view) => valueOr(view.text, undefined) ?? []));
  const mappings = valueOr(containers(task), []).flatMap((container) => {
    open.push(...reasons(container.get('portMappings').items));
    return valueOr(container.get('portMappings').items, []) as readonly View[];
  });
  const verdicts = mappings.flatMap((mapping): readonly Verdict[] => {
    const name = valueOr(member(mapping, 'name').text, '');
    const before = portOf(old, name);
    if (!names.has(name) || !stay.has(name) || !before) return [];
    return PROTOCOLS.map((protocol) => compared(deployment, mapping, name, protocol, before, old));
  });
  const all = open.length > 0 ? [...verdicts, cannotTell(open)] : verdicts;
  return all.length > 0 ? all : notApplicable('no port stays with Service Connect');
}

type Port = NonNullable<
  NonNullable<RegisteredTaskDefinition['containerDefinitions']>[number]['portMappings']
>[number];
type Protocol = 'protocol' | 'appProtocol';
const PROTOCOLS: readonly Protocol[] = ['protocol', 'appProtocol'];

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html: both are tcp where they are not given. */
const DEFAULT = 'tcp';

function compared(
  deployment: Deployment,
  mapping: View,
  name: string,
  protocol: Protocol,
  port: Port,
  old: RegisteredTaskDefinition,
): Verdict {
  const at = member(mapping, protocol);
  const before = port[protocol] ?? DEFAULT;
  const judged = (after: string): Verdict =>
    after === before ? pass() : fail(changed(deployment, at, name, protocol, port, after, old));
  return at.text.match<Verdict>({ known: judged, absent: () => judged(DEFAULT), unknown: cannotTell });
}

function changed(
  deployment: Deployment,
  at: View,
  name: string,
  protocol: Protocol,
  port: Port,
  after: string,
  { family = '', revision = 0 }: RegisteredTaskDefinition,
): Failure {
  const before = port[protocol];
  const noted = (value: string | undefined) => value ?? `none, which means ${DEFAULT}`;
  const given = valueOr(at.given, false) ? after : `absent, which means ${DEFAULT}`;
  const back =
    before === undefined
      ? removal(at, false, `remove ${protocol}, as in ${family}:${revision}`)
      : setting(at, before, false, `set ${protocol} back to ${before}, as in ${family}:${revision}`);
  return {
    at,
    message: `${serviceName(deployment)} runs with Service Connect, and the ${protocol} of its port "${name}" is ${given}; ${family}:${revision}, which it runs, has ${noted(before)}: expected the same`,
    evidence: [
      `${family}:${revision} is what the service runs: ${protocol} of port "${name}" is ${noted(before)}`,
    ],
    fixes: at.source.arn === undefined ? [back] : [],
  };
}

function portOf({ containerDefinitions = [] }: RegisteredTaskDefinition, name: string): Port | undefined {
  return containerDefinitions
    .flatMap(({ portMappings = [] }) => portMappings)
    .find((port) => port.name === name);
}

function reasons(fact: Fact<unknown>): readonly Why[] {
  return fact.match<readonly Why[]>({ known: () => [], absent: () => [], unknown: (why) => why });
}
