import type { DrawnRollout } from '../../engine/portrait.ts';
import { escaped, many, number } from './markup.ts';

/** Pixels: of the plot, above it for a number, and below it for the steps. */
const HEIGHT = 112;
const TOP = 16;
const BOTTOM = 18;
/** Lines of text need so much between them. */
const LINE = 13;
/** A bar is not wider than it would be of so many. */
const FEW = 4;
/** Numbers on more columns than these would run into each other on a telephone. */
const NUMBERED = 12;

/** The tasks of a rollout over its steps, between floor and ceiling. Columns in percent of the width, heights in pixels: text stays as large as it is at any width. */
export function chart(rollout: DrawnRollout): string {
  const { desired, floor, ceiling, peak, steps, omitted, deadEnd } = rollout;
  const top = Math.max(desired, peak, ceiling <= 2 * peak ? ceiling : 0, 1);
  const y = (tasks: number) => round(TOP + HEIGHT * (1 - tasks / top));
  const columns = [{ old: desired, starting: 0, healthy: 0, total: desired }, ...steps];
  const width = 100 / Math.max(columns.length, FEW);
  const bars = columns.map(({ old, starting, healthy, total }, index) => {
    const x = round(width * index + width * 0.12);
    const bar = (name: string, from: number, count: number) =>
      count === 0
        ? ''
        : `<rect class="${name}" x="${x}%" y="${y(from + count)}" width="${round(width * 0.76)}%" height="${round(y(from) - y(from + count))}"/>`;
    const middle = round(width * (index + 0.5));
    const sum =
      columns.length <= NUMBERED
        ? `<text x="${middle}%" y="${round(y(total) - 3)}">${number(total)}</text>`
        : '';
    const place =
      index === 0 ? 'now' : String(index + (omitted && index > omitted.after ? omitted.steps : 0));
    const label =
      columns.length <= NUMBERED || index % 4 === 0
        ? `<text x="${middle}%" y="${TOP + HEIGHT + 13}">${place}</text>`
        : '';
    return `${bar('o', 0, old)}${bar('h', old, healthy)}${bar('n', old + healthy, starting)}${sum}${label}`;
  });
  const levels: readonly Level[] = [
    ...(ceiling <= top ? [{ tasks: ceiling, name: 'ceiling' } as const] : []),
    { tasks: desired, name: 'desired' },
    { tasks: floor, name: 'floor' },
  ];
  const lines = levels.map(
    ({ tasks, name }) => `<line class="${name}" x1="0" x2="100%" y1="${y(tasks)}" y2="${y(tasks)}"/>`,
  );
  const size = TOP + HEIGHT + BOTTOM;
  const course =
    deadEnd === undefined
      ? `Tasks over ${many(steps.length + (omitted?.steps ?? 0), 'step')}: ${number(desired)} old at first, at most ${number(peak)} at once, ${number(desired)} new at the end`
      : `${many(desired, 'old task')}, and no step that ECS may take`;
  const words = `${course}; floor ${number(floor)}, ceiling ${number(ceiling)}`;
  return `<div class="chart"><svg class="axis" width="92" height="${size}" aria-hidden="true">${axis(levels, y)}</svg><svg class="plot" width="100%" height="${size}" role="img" aria-label="${escaped(words)}">${bars.join('')}${lines.join('')}</svg></div>`;
}

interface Level {
  readonly tasks: number;
  readonly name: 'floor' | 'ceiling' | 'desired';
}

/** Labels from above, none over another. */
function axis(levels: readonly Level[], y: (tasks: number) => number): string {
  let free = 0;
  return levels
    .map(({ tasks, name }) => {
      const at = Math.max(y(tasks) + 4, free);
      free = at + LINE;
      return `<text x="86" y="${round(at)}">${name} ${number(tasks)}</text>`;
    })
    .join('');
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
