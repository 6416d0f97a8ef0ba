import { endOf } from './end.ts';
import { clockTroubles, isRecycle, type Loss, lifetime, type Story, saidOf } from './story.ts';
import { lasting, times, told } from './told.ts';

/** At most so many other sessions of a log are told. */
const MOST_OTHERS = 10;

/** What the log holds of a session, as it stands there: who, when, how long, and what happened to its connection. */
export function factsOf(story: Story): readonly string[] {
  const { line } = endOf(story);
  return [
    `session: ${story.id ?? 'not named in this log'}`,
    ...reached(story),
    ...whenAndHowLong(story),
    ...connections(story.losses),
    ...(line === undefined ? [] : [`the deciding line, ${line.number}: ${told(line.message)}`]),
    ...version(story),
    ...clocks(story),
  ];
}

function reached(story: Story): readonly string[] {
  const target = saidOf(story, 'target');
  const port = story.marks.findLast(({ name }) => name === 'connected')?.says['port'];
  const local = story.marks.findLast(({ name }) => name === 'port')?.says['port'];
  return [
    ...(target === undefined ? [] : [`target: ${told(target)}${port ? `, port ${port}` : ''}`]),
    ...(local === undefined ? [] : [`local port: ${local}`]),
  ];
}

function whenAndHowLong(story: Story): readonly string[] {
  const timed = [...story.marks.map(({ line }) => line)].filter(({ stamp }) => stamp !== undefined);
  const first = timed[0];
  const last = timed.at(-1);
  if (first === undefined || last === undefined) return [];
  const lived = lifetime(story);
  const least = story.begins && endOf(story).cause !== 'no-end' ? '' : 'at least ';
  return [
    `from ${first.stamp} to ${last.stamp}${lived === undefined ? '' : `: ${least}${lasting(lived)}`}`,
    ...(story.begins ? [] : ['the beginning of the session is not in this log']),
  ];
}

function connections(losses: readonly Loss[]): readonly string[] {
  if (losses.length === 0) return [];
  const recycles = losses.filter(isRecycle);
  const cuts = losses.filter((loss) => !isRecycle(loss));
  const why = [...new Set(cuts.flatMap((loss) => (loss.why === undefined ? [] : [told(loss.why)])))];
  return [
    ...(recycles.length === 0
      ? []
      : [
          `the service closed its connection ${times(recycles.length)}, as it does about every hour${survived(recycles)}`,
        ]),
    ...(cuts.length === 0
      ? []
      : [
          `the connection was lost ${times(cuts.length)} otherwise${why.length === 0 ? '' : ` (${why.slice(0, 3).join('; ')})`}${survived(cuts)}`,
        ]),
  ];
}

function survived(losses: readonly Loss[]): string {
  const resumed = losses.filter((loss) => loss.resumed).length;
  if (resumed === losses.length) return ', and the session survived it each time';
  if (resumed === 0) return ', and no reconnection follows';
  return `, and the session survived ${resumed} of ${losses.length}`;
}

function version(story: Story): readonly string[] {
  const plugin = story.marks.findLast(({ name }) => name === 'plugin-version')?.says['version'];
  const agent = story.marks.findLast(({ name }) => name === 'agent-version' || name === 'agent-starts')?.says[
    'version'
  ];
  return [
    ...(plugin === undefined ? [] : [`session-manager-plugin ${plugin}`]),
    ...(agent === undefined ? [] : [`amazon-ssm-agent ${agent}`]),
  ];
}

function clocks(story: Story): readonly string[] {
  return clockTroubles(story).map(({ kind, line, milliseconds }) =>
    kind === 'backwards'
      ? `the time goes back by ${lasting(milliseconds)} at line ${line.number}: how long the session lived cannot be told`
      : `nothing was written for ${lasting(milliseconds)} before line ${line.number}, although the plugin pings every 5 minutes: the machine was asleep or suspended`,
  );
}

/** One line for each further session of the log. */
export function othersOf(others: readonly Story[]): readonly string[] {
  const told = others.slice(-MOST_OTHERS).map((story) => {
    const lived = lifetime(story);
    return `also in this log: session ${story.id ?? 'without a name'}${lived === undefined ? '' : `, ${lasting(lived)}`} (${endOf(story).cause})`;
  });
  const left = others.length - told.length;
  return left > 0 ? [`${left} earlier sessions of this log are left out`, ...told] : told;
}
