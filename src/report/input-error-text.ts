import type { InputError } from '../model/input-error.ts';
import { columns } from './columns.ts';
import { visible } from './escape.ts';
import type { ReadFrame } from './frame-reader.ts';
import { counted, someNames } from './names.ts';
import type { Paint } from './paint.ts';
import { shortArns } from './short-arn.ts';
import { hang } from './wrap.ts';

/** An input that could not be read: where, and why. */
export function inputErrorLines(
  { file, message, line, column }: InputError,
  width: number,
  paint: Paint,
  frame: ReadFrame,
): readonly string[] {
  const place = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  const name = `${visible(file)}${place}`;
  const head = `error[input] ${name}`;
  const lines = [
    columns(head) <= width
      ? `${paint.error('error')}[input] ${paint.strong(name)}`
      : `${paint.error('error')}[input]`,
  ];
  if (columns(head) > width) lines.push(`  --> ${name}`);
  lines.push(...hang('  ', visible(message), width));
  if (line !== undefined) {
    const at = column ?? 1;
    const span = { line, column: at, endLine: line, endColumn: at + 1 };
    // Nothing follows that the frame's last empty line would set it apart from.
    lines.push(...frame({ file, pointer: '', ...span }, paint.error).slice(0, -1));
  }
  return lines;
}

/** Services named of those that one reason kept from being read. */
const NAMED = 20;

/** Services that could not be read, by reason: a denied action fails them all, and is told once. */
export function* unreadParagraphs(
  errors: readonly InputError[],
  width: number,
  paint: Paint,
  frame: ReadFrame,
): Iterable<readonly string[]> {
  const reasons = new Map<string, InputError[]>();
  for (const error of errors) {
    const reason = error.message.replaceAll(lastPart(error.file), '\0');
    const list = reasons.get(reason);
    if (list) list.push(error);
    else reasons.set(reason, [error]);
  }
  for (const list of reasons.values()) {
    const [first] = list as [InputError, ...InputError[]];
    if (list.length === 1) yield inputErrorLines(first, width, paint, frame);
    else {
      const names = list.map(({ file }) => lastPart(file));
      yield [
        `${paint.error('error')}[input] ${paint.strong(counted(list.length, 'service'))}`,
        ...hang('  ', visible(first.message), width),
        ...hang('  ', someNames(names, NAMED), width),
      ];
    }
  }
}

function lastPart(name: string): string {
  const resource = shortArns(name);
  return resource.slice(resource.lastIndexOf('/') + 1);
}
