import { Chalk } from 'chalk';
import type { Paint } from './paint.ts';

/**
 * Paint for a terminal of the given level (1 to 3). chalk's own detection is not asked: it does not know NO_COLOR.
 * Only the sixteen colours that the terminal's theme chooses are used, so that they can be read on any background.
 */
export function chalkPaint(level: 1 | 2 | 3): Paint {
  const chalk = new Chalk({ level });
  return {
    error: (text) => chalk.bold.red(text),
    warning: (text) => chalk.bold.yellow(text),
    info: (text) => chalk.bold.blue(text),
    good: (text) => chalk.bold.green(text),
    strong: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
  };
}
