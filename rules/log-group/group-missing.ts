import type { Fact, Reason, Why } from '../../src/fact/fact.ts';
import type { AnyKind, Facts } from '../../src/fact/kind.ts';
import { accountSettings } from '../../src/fact/kinds/ecs.ts';
import { logGroup } from '../../src/fact/kinds/logs.ts';
import type { Deployment, LaunchKind } from '../../src/model/deployment.ts';
import { launchKinds } from '../../src/model/launch.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import { containerName } from '../../src/model/task-definition.ts';
import {
  cannotTell,
  type Failure,
  type Fix,
  fail,
  notApplicable,
  pass,
  type Verdicts,
} from '../../src/rule.ts';
import { logOption } from './log-configuration.ts';
import { logMode } from './log-mode.ts';
import {
  askGroup,
  createsGroup,
  isDeclaredElsewhere,
  isNoName,
  type LogTarget,
  writerNames,
} from './log-target.ts';

export const GROUP_NEEDS: readonly AnyKind[] = [logGroup, accountSettings];

const CREATED = 'awslogs-create-group is true: create-group-denied';

/** What a missing group does to the task; unknown where nothing is documented or decided. */
type Effect =
  | { readonly is: 'stops'; readonly how: string }
  | { readonly is: 'loses'; readonly how: string }
  | { readonly is: 'undecided'; readonly why: readonly Why[] };

/** Is the group missing where it has to be there, and what does that do? */
export function judgeGroupMissing(
  deployment: Deployment,
  target: LogTarget,
  facts: Facts,
): Promise<Verdicts> {
  return whereNobodyCreates(target, facts, async () => {
    const effect = await effectOf(deployment, target, facts);
    if (effect.is === 'undecided') return cannotTell(effect.why);
    const stops = effect.is === 'stops';
    return fail({
      ...failure(target),
      severity: stops ? 'error' : 'warning',
      message: `${missing(target)}: ${effect.how}`,
      why: stops
        ? 'the log driver cannot start without the group, and the container does not start without its log driver'
        : 'a non-blocking driver lets the container run while it has nowhere to write: nobody notices until the logs are needed',
      ...(await remedies(target, facts)),
    });
  });
}

/** Is the group missing where it is not documented what that does? Worth knowing all the same. */
export async function judgeGroupNotCreated(
  deployment: Deployment,
  target: LogTarget,
  facts: Facts,
): Promise<Verdicts> {
  const effect = await effectOf(deployment, target, facts);
  if (effect.is !== 'undecided') return notApplicable('group-missing decides it');
  return whereNobodyCreates(target, facts, async () => {
    // Once that can be read, group-missing decides it.
    if (effect.why.some(({ reason }) => UNREAD.includes(reason))) return cannotTell(effect.why);
    const { evidence, fixes } = await remedies(target, facts);
    return fail({
      ...failure(target),
      message: `${missing(target)}, and awslogs-create-group is not true`,
      fixes,
      evidence: [...effect.why.map(({ detail }) => `what that does is not known: ${detail}`), ...evidence],
    });
  });
}

/** Reasons for which the account was not read, where it would have told. */
const UNREAD: readonly Reason[] = ['offline', 'access-denied', 'throttled', 'error', 'not-recorded'];

/** Judges where the group is known to be missing and no container is told to create it. */
async function whereNobodyCreates(
  target: LogTarget,
  facts: Facts,
  judge: () => Promise<Verdicts>,
): Promise<Verdicts> {
  const creating = target.containers.map(createsGroup);
  const all = creating.every(isTrue);
  if (all) return notApplicable(CREATED);
  if (isNoName(target.group)) return notApplicable('ECS refuses what no log group can be called');
  return (await askGroup(target, facts)).match<Promise<Verdicts>>({
    known: async () => pass(),
    absent: async () => {
      const why = creating.flatMap((creates) =>
        creates.match<readonly Why[]>({ known: () => [], absent: () => [], unknown: (reasons) => reasons }),
      );
      if (why.length > 0) return cannotTell(why);
      if (creating.some(isTrue)) return cannotTell([shared(target)]);
      return judge();
    },
    unknown: async (why) => cannotTell(why),
  });
}

function isTrue(fact: Fact<boolean>): boolean {
  return fact.match({ known: (is) => is, absent: () => false, unknown: () => false });
}

function shared({ group }: LogTarget): Why {
  return {
    reason: 'undecidable',
    detail: `whether a container that creates log group ${group} starts before one that does not`,
  };
}

async function effectOf(deployment: Deployment, target: LogTarget, facts: Facts): Promise<Effect> {
  return launchKinds(deployment).match<Promise<Effect>>({
    known: (kinds) => effectOn(kinds, target, facts),
    absent: async () => undecided('the launch type is not known'),
    unknown: async (why) => ({ is: 'undecided', why }),
  });
}

async function effectOn(kinds: readonly LaunchKind[], target: LogTarget, facts: Facts): Promise<Effect> {
  if (kinds.includes('FARGATE'))
    return { is: 'stops', how: 'on Fargate the task stops ("failed to validate logger args")' };
  const other = kinds.find((kind) => kind !== 'EC2');
  if (other !== undefined) return undecided(`what a missing log group does on ${other} is not documented`);
  const modes = await Promise.all(target.containers.map((container) => logMode(container, facts)));
  const lost: string[] = [];
  for (const [index, fact] of modes.entries()) {
    const effect = fact.match<Effect | undefined>({
      known: ({ mode, from }) => {
        const container = target.containers[index];
        const who = container ? containerName(container) : 'the container';
        if (mode === 'blocking')
          return { is: 'stops', how: `on EC2 with mode blocking (${from}) ${who} does not start` };
        if (mode !== 'non-blocking') return undecided(`the mode ${mode} is not documented`);
        lost.push(`on EC2 with mode non-blocking (${from}) the container runs and its logs are lost`);
        return undefined;
      },
      absent: () => undefined,
      unknown: (why) => ({ is: 'undecided', why }),
    });
    if (effect) return effect;
  }
  return { is: 'loses', how: lost[0] ?? 'the logs are lost' };
}

function undecided(detail: string): Effect {
  return { is: 'undecided', why: [{ reason: 'undecidable', detail }] };
}

function missing(target: LogTarget): string {
  return `${writerNames(target)}: log group ${target.group} does not exist in ${target.region}`;
}

function failure({ container }: LogTarget): Pick<Failure, 'at'> {
  return { at: logOption(container, 'awslogs-group') };
}

/** The command that makes the group; none for one whose name is that of another group. */
async function remedies(
  target: LogTarget,
  facts: Facts,
): Promise<{ readonly evidence: readonly string[]; readonly fixes: readonly Fix[] }> {
  const { group, region } = target;
  if (await isDeclaredElsewhere(target, facts))
    return { evidence: ['the name is made up for a group that is declared in another region'], fixes: [] };
  return {
    evidence: [],
    fixes: [
      {
        kind: 'command',
        description: `create the log group ${group}`,
        command: createGroupCommand(group, region),
      },
    ],
  };
}

/** https://docs.aws.amazon.com/cli/latest/reference/logs/create-log-group.html */
function createGroupCommand(group: string, region: string): string {
  return `aws logs create-log-group --region ${shellWord(region)} --log-group-name ${shellWord(group)}`;
}
