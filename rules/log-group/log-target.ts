import {
  absent,
  chain,
  equals,
  type Fact,
  map,
  type Truth,
  unknown,
  valueOr,
  type Why,
} from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { logGroup } from '../../src/fact/kinds/logs.ts';
import { holdsOpaqueValue, isName, isValue, sameText, unitsOf, whyOpaque } from '../../src/fact/opaque.ts';
import { declaredAt } from '../../src/model/declared-at.ts';
import { type Deployment, remember } from '../../src/model/deployment.ts';
import { openText } from '../../src/model/open-text.ts';
import { containerName, containers } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { cannotTell, notApplicable, type Verdicts } from '../../src/rule.ts';
import { type Container, logOption } from './log-configuration.ts';

export type LogGroupShape = NonNullable<(typeof logGroup)['value']>;

/** A log group that containers of the task write to by awslogs. */
export interface LogTarget {
  readonly group: string;
  /** What awslogs-region says. */
  readonly region: string;
  /** Is that the region deployed to? */
  readonly home: Truth;
  /** The first of those that write to it, where a finding stands. */
  readonly container: Container;
  /** All of them, in their order. */
  readonly containers: readonly Container[];
}

/** What the driver takes for true: the spellings of Go's `strconv.ParseBool`. */
const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];

/** Does the driver create the group where it is missing? Not unless it is told to. */
export function createsGroup(container: Container): Truth {
  return equals(logOption(container, 'awslogs-create-group').text, ...TRUE);
}

/** Judges each group that the task logs to by awslogs; `what` names what is asked of the account. */
export function judgeTargets(
  deployment: Deployment,
  facts: Facts,
  what: string,
  judge: (target: LogTarget) => Verdicts | Promise<Verdicts>,
): Verdicts | Promise<Verdicts> {
  const { targets, undecided } = remember(deployment, targetsOf, () => targetsOf(deployment));
  const open = undecided.map(cannotTell);
  if (targets.length === 0)
    return open.length > 0 ? open : notApplicable('no container logs to a group by awslogs');
  if (facts.offline) {
    const detail = `${what} was not looked up`;
    return cannotTell([{ reason: 'offline', detail, unlockedBy: '--live' }]);
  }
  return Promise.all(targets.map(judge)).then((verdicts) => [...verdicts.flat(), ...open]);
}

interface Found {
  readonly targets: readonly LogTarget[];
  /** The reasons for each container of which it is not known whether or where it logs. */
  readonly undecided: readonly (readonly Why[])[];
}

function targetsOf(deployment: Deployment): Found {
  return containers(deployment.taskDefinition).match<Found>({
    known: (list) => gather(deployment, list),
    absent: () => ({ targets: [], undecided: [] }),
    unknown: (why) => ({ targets: [], undecided: [why] }),
  });
}

function gather(deployment: Deployment, list: readonly Container[]): Found {
  const targets = new Map<string, LogTarget>();
  const undecided: (readonly Why[])[] = [];
  for (const container of list) {
    targetOf(deployment, container).match<void>({
      known: (target) => {
        const name = `${target.region} ${target.group}`;
        const before = targets.get(name);
        targets.set(name, before ? { ...before, containers: [...before.containers, container] } : target);
      },
      absent: () => {},
      unknown: (why) => void undecided.push(why),
    });
  }
  return { targets: [...targets.values()], undecided };
}

/** Absent where the container does not log by awslogs, or lacks what options-missing asks for. */
function targetOf({ region: home }: Deployment, container: Container): Fact<LogTarget> {
  const driver = equals(container.get('logConfiguration').get('logDriver').text, 'awslogs');
  return chain(driver, (is) => {
    if (!is) return absent();
    return chain(openText(logOption(container, 'awslogs-group') as View), (group) =>
      chain(logOption(container, 'awslogs-region').reference, (region) =>
        map(home, (own) => {
          return { group, region, home: sameText(own, region), container, containers: [container] };
        }),
      ),
    );
  });
}

/** What log groups may be called. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const NAME = /^[\w./#-]{1,512}$/;

/** Is the name one that no group can have, such as the ARN of a group? */
export function isNoName(group: string): boolean {
  return !NAME.test(
    unitsOf(group)
      .map((unit) => (isName(unit) || isValue(unit) ? 'x' : unit))
      .join(''),
  );
}

/** The group as the account has it, in the region that the containers name. */
export async function askGroup(target: LogTarget, facts: Facts): Promise<Fact<LogGroupShape>> {
  const { group, region, home } = target;
  if (isNoName(group)) return absent();
  const ask = async (query: { readonly name: string; readonly region?: string }) => {
    const found = await facts.ask(logGroup, query);
    // Where the template does not declare a group of that very name.
    return holdsOpaqueValue(group) && !isKnown(found) ? unknown(whyOpaque(group)) : found;
  };
  const here = () => ask({ name: group });
  const there = () => ask({ name: group, region });
  return home.match<Promise<Fact<LogGroupShape>>>({
    known: async (is) => {
      if (is) return here();
      return (await isDeclaredElsewhere(target, facts)) ? absent() : there();
    },
    absent: there,
    unknown: async (why) => {
      const found = await there();
      return isKnown(found) ? found : unknown(...why);
    },
  });
}

/** The time to a ten-thousandth of a second and a counter, which Terraform puts behind a prefix: 26 characters that never come again. */
const TERRAFORM_ID = /(?<!\d)20\d{16}[0-9a-f]{8}$/;

/** A name that is made up for a group that the template declares is that of no other group, in whatever region. */
function isMadeUp(group: string): boolean {
  const units = unitsOf(group);
  return (units.length === 1 && isName(units[0])) || TERRAFORM_ID.test(group);
}

/** Is it a group of the template, with such a name, in the region deployed to, which is not the one that the containers name? */
export async function isDeclaredElsewhere({ group, home }: LogTarget, facts: Facts): Promise<boolean> {
  if (valueOr(home, true) || !isMadeUp(group)) return false;
  const found = await facts.ask(logGroup, { name: group });
  return found.match({
    known: (shape) => declaredAt(shape) !== undefined,
    absent: () => false,
    unknown: () => false,
  });
}

function isKnown(fact: Fact<unknown>): boolean {
  return fact.match({ known: () => true, absent: () => false, unknown: () => false });
}

/** Is the group certainly in the region deployed to? */
export function isHome({ home }: LogTarget): boolean {
  return valueOr(home, false);
}

/** `container "api"`, `containers "api", "worker"` */
export function writerNames({ containers: writers }: LogTarget): string {
  const names = writers.map(containerName);
  return names.length === 1
    ? (names[0] ?? '')
    : `containers ${names.map((name) => name.replace(/^container /, '')).join(', ')}`;
}

/** The stream of a container in the task of that id; undefined where the driver names it after the container's runtime id. */
export function streamOf(container: Container, task: string): string | undefined {
  const prefix = valueOr(logOption(container, 'awslogs-stream-prefix').reference, undefined);
  const name = valueOr(container.get('name').verbatim, undefined);
  return prefix === undefined || name === undefined ? undefined : `${prefix}/${name}/${task}`;
}
