import type { Progress } from '../fact/scheduler.ts';
import { visible } from '../report/escape.ts';
import type { Arguments } from './arguments.ts';

/** Told of what is being asked. */
export interface ProgressLine {
  readonly report: (progress: Progress) => void;
  /** Takes the line away. */
  readonly end: () => void;
}

const SILENT: ProgressLine = { report: () => undefined, end: () => undefined };

/** What ends a run before it has told anything. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Not more often than a person can read. */
const EVERY_MS = 100;

/** One line on standard error that says how much was asked and what is being asked; none where that is no terminal. */
export function showProgress({ progress, quiet }: Pick<Arguments, 'progress' | 'quiet'>): ProgressLine {
  const { stderr } = process;
  if (!progress || quiet || !stderr.isTTY || process.env['TERM'] === 'dumb') return SILENT;
  const start = Date.now();
  let last = 0;
  let shown = false;
  const clear = () => {
    if (shown) stderr.write('\r\u001b[2K');
    shown = false;
  };
  const interrupted = (signal: NodeJS.Signals) => {
    end();
    // What listens no more does not hold it up: the shell is told of the signal, as it expects.
    process.kill(process.pid, signal);
  };
  const end = () => {
    clear();
    for (const signal of SIGNALS) process.off(signal, interrupted);
  };
  for (const signal of SIGNALS) process.on(signal, interrupted);
  return {
    report: ({ asked, answered, kind }) => {
      const now = Date.now();
      if (now - last < EVERY_MS) return;
      last = now;
      const seconds = Math.max((now - start) / 1000, 0.001);
      const line = `asked ${asked}, answered ${answered} (${Math.round(answered / seconds)}/s): ${visible(kind)}`;
      clear();
      stderr.write(line.slice(0, (stderr.columns || 80) - 1));
      shown = true;
    },
    end,
  };
}
