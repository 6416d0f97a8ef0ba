import type { ColorSupportLevel } from 'chalk';

/** What decides whether there are colours. */
export interface ColourWish {
  /** `--color` or `--no-color`; undefined where neither is given. */
  readonly flag: boolean | undefined;
  readonly isTty: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The level of colour: the flag, then FORCE_COLOR, then NO_COLOR (https://no-color.org), then whether it is a terminal.
 * chalk knows the second and the last only.
 */
export function colourLevel({ flag, isTty, env }: ColourWish): ColorSupportLevel {
  if (flag === false) return 0;
  const forced = forcedLevel(env['FORCE_COLOR']);
  if (flag === true) return forced && forced > 0 ? forced : terminalLevel(env) || 1;
  if (forced !== undefined) return forced;
  if (env['NO_COLOR']) return 0;
  return isTty ? terminalLevel(env) : 0;
}

/** FORCE_COLOR: empty, `true` or `1` to `3` turn colours on, `0` and `false` off. */
function forcedLevel(value: string | undefined): ColorSupportLevel | undefined {
  if (value === undefined) return undefined;
  if (value === '0' || value === 'false') return 0;
  if (value === '2') return 2;
  return value === '3' ? 3 : 1;
}

function terminalLevel(env: ColourWish['env']): ColorSupportLevel {
  const term = env['TERM'];
  if (term === 'dumb') return 0;
  if (/^(truecolor|24bit)$/.test(env['COLORTERM'] ?? '')) return 3;
  return /256/.test(term ?? '') ? 2 : 1;
}
