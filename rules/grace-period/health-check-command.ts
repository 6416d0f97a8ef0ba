import { absent, both, chain, collect, known, orElse, valueOr } from '../../src/fact/fact.ts';
import { limit } from '../../src/knowledge/ecs-limits.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { hasHealthCheck } from '../../src/model/health-checks.ts';
import type { ContainerShape } from '../../src/model/shapes.ts';
import { containerName } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import {
  cannotTell,
  type Fix,
  fail,
  failsIf,
  notApplicable,
  pass,
  type Verdict,
  type Verdicts,
  where,
} from '../../src/rule.ts';
import { eachContainer } from './container-checks.ts';

type Container = View<ContainerShape>;

const FORMS = ['CMD', 'CMD-SHELL', 'NONE'];

/** Programs that read the rest of the command as a script. */
const SHELLS = /(^|[/\\])(ba|da|a|z|k)?sh$|(^|[/\\])(busybox|cmd|powershell|pwsh)(\.exe)?$/i;
/** An argument that is a shell's operator by itself, such as `||`, `>/dev/null` or `2>&1`. */
const OPERATOR = /^(\|\|?|&&?|<|\d?>{1,2}(&\d|\/.*)?)$/;
/** The end of a shell line, pasted whole into one argument. */
const OR_EXIT = /(\|\||;)\s*exit(\s+\d+)?\s*$/;

const CMD_RUNS_PLAIN =
  'CMD runs the program with the words that follow as they stand: an operator is one more argument to it, so that the check does not do what the line says';
const TIMEOUT_AS_LONG =
  'a check that hangs counts as failed only when its timeout is over, so that a container that hangs turns unhealthy later than interval × retries says';

/** Is the command of a container health check one that cannot work as it is written, or its timeout too long? */
export function healthCheckCommand(deployment: Deployment): Verdicts {
  const because = 'no container health check';
  return eachContainer(deployment, because, (container) =>
    where(hasHealthCheck(container), because, () => [commandVerdict(container), timeoutVerdict(container)]),
  );
}

/** What is wrong with a command, in words that hold no argument of it, and the line that a shell could run. */
interface Flaw {
  readonly what: string;
  readonly why?: string;
  readonly line: string;
}

function commandVerdict(container: Container): Verdict {
  const at = container.get('healthCheck').get('command');
  const words = chain(at.items, (items) => collect(items.map((word) => word.verbatim)));
  const first = chain(at.items, ([word]) => word?.text ?? absent());
  return both(first, words, (_, command) => flawOf(command)).match<Verdict>({
    known: (flaw) =>
      flaw
        ? fail({
            at,
            message: `${containerName(container)} has a health check command ${flaw.what}`,
            ...(flaw.why === undefined ? {} : { why: flaw.why }),
            fixes: shellFix(at, flaw.line),
          })
        : pass(),
    absent: () => notApplicable('no command is given'),
    unknown: cannotTell,
  });
}

function flawOf([first = '', ...rest]: readonly string[]): Flaw | undefined {
  if (!FORMS.includes(first)) {
    const line = [first.replace(/^CMD(-SHELL)?[\s,]+/, ''), ...rest].join(' ');
    const start = first.split(/[\s,]/, 1)[0] ?? '';
    return { what: `whose first word is not CMD, CMD-SHELL or NONE: it starts with "${start}"`, line };
  }
  if (first !== 'CMD' || rest.some((word) => SHELLS.test(word))) return undefined;
  const operator = rest.find((word) => OPERATOR.test(word)) ?? OR_EXIT.exec(rest.join('\n'))?.[1];
  return operator === undefined
    ? undefined
    : {
        what: `of the form CMD with the shell operator ${operator}, and no shell reads it`,
        why: CMD_RUNS_PLAIN,
        line: rest.join(' '),
      };
}

function shellFix(at: View, line: string): readonly Fix[] {
  return [
    {
      kind: 'edit',
      description: 'let the shell of the container run the line',
      safe: false,
      edits: [{ at, op: 'set', value: ['CMD-SHELL', line] }],
    },
  ];
}

/** What ECS would take in its place: that it is refused is `rejected-by-ecs`'s to say, and mended to the nearer bound. */
function inRange(
  seconds: number,
  bounds: 'health-check-interval-range' | 'health-check-timeout-range',
): number {
  const { min = 0, max = Infinity } = limit(bounds);
  return Math.min(Math.max(seconds, min), max);
}

/** A check that may take as long as the time to the next one. */
function timeoutVerdict(container: Container): Verdict {
  const check = container.get('healthCheck');
  const interval = orElse(check.get('interval').number, () => known(30));
  const timeout = orElse(check.get('timeout').number, () => known(5));
  const overlong = both(
    timeout,
    interval,
    (longest, seconds) =>
      inRange(longest, 'health-check-timeout-range') >= inRange(seconds, 'health-check-interval-range'),
  );
  return failsIf(overlong, () => {
    const seconds = valueOr(interval, 30);
    const value = Math.max(2, Math.min(5, seconds - 1));
    const written = valueOr(check.get('timeout').given, false);
    return {
      at: check.get(written ? 'timeout' : 'interval'),
      message: `${containerName(container)} has a health check with timeout ${valueOr(timeout, 5)} s and interval ${seconds} s: a check that hangs is waited for as long as the time between two checks, or longer`,
      why: TIMEOUT_AS_LONG,
      fixes: [
        {
          kind: 'edit',
          description: `give a check ${value} s to answer`,
          safe: false,
          edits: [{ at: check.get('timeout'), op: 'set', value }],
        },
      ],
    };
  });
}
