import { createScanner, findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import type { EditOutput } from '../../src/engine/result.ts';
import type { Step } from './layouts.ts';

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Tokens other than white space and commas, comments among them. */
function tokens(text: string): readonly (Stretch & { readonly comment: boolean })[] {
  const scanner = createScanner(text, false);
  const found = [];
  for (let kind = scanner.scan() as number; kind !== 17; kind = scanner.scan() as number) {
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    if (kind !== 5 && kind !== 14 && kind !== 15)
      found.push({ start, end, comment: kind === 12 || kind === 13 });
  }
  return found;
}

/** The stretch of a JSON text that an edit may touch, told without our own code: by the parser's nodes and the scanner's tokens. */
export function window(text: string, path: readonly Step[], edit: EditOutput): Stretch {
  const root = parseTree(text, [], { allowTrailingComma: true }) as Node;
  const node = findNodeAtLocation(root, [...path]);
  if (node && edit.op === 'set') return { start: node.offset, end: node.offset + node.length };
  let length = path.length;
  while (!findNodeAtLocation(root, path.slice(0, length))) length -= 1;
  const found = findNodeAtLocation(root, path.slice(0, length)) as Node;
  if (edit.op === 'set') {
    if (found.type === 'null') return { start: found.offset, end: found.offset + found.length };
    const last = found.children?.at(-1);
    const start = last ? last.offset + last.length : found.offset + 1;
    return { start, end: found.offset + found.length - 1 };
  }
  const member = found.parent?.type === 'property' ? found.parent : found;
  const end = member.offset + member.length;
  const all = tokens(text);
  const before = all.findLast((token) => token.end <= member.offset);
  const after = all.filter((token) => token.start >= end);
  const sameLine = (token: Stretch | undefined) =>
    token !== undefined && !text.slice(end, token.start).includes('\n');
  const own = after[0]?.comment && sameLine(after[0]) && !sameLine(after[1]) ? 1 : 0;
  return { start: before?.end ?? 0, end: after[own]?.start ?? text.length };
}

/** Is all but a window of the text as it was? The comma of a removed member may stand beyond a comment that stays. */
export function keepsAllBut(
  { start, end }: Stretch,
  text: string,
  result: string,
  removal: boolean,
): boolean {
  const head = text.slice(0, start);
  const tail = text.slice(end);
  const heads = removal ? [head, head.replace(/,(?=(?:\s|\/\/.*)*$)/, '')] : [head];
  const tails = removal ? [tail, tail.replace(/(?<=^(?:\s|\/\/.*)*),/, '')] : [tail];
  return heads.some((kept) => result.startsWith(kept)) && tails.some((kept) => result.endsWith(kept));
}

/** The steps of a pointer, indexes as numbers where the text has a list. */
export function stepsIn(text: string, pointer: string): readonly Step[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const steps: Step[] = [];
  for (const raw of pointer.split('/').slice(1)) {
    const step = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    const here = root && findNodeAtLocation(root, [...steps]);
    steps.push(here?.type === 'array' ? Number(step) : step);
  }
  return steps;
}
