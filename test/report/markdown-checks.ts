import { expect } from 'vitest';

/** What we write ourselves of HTML and links; all else is text from outside, in which nothing may act. */
const OUR_TAGS = /<\/?(?:details|summary|b|code|sub)>|<!-- ecs-preflight -->/g;
const OUR_LINK = /\[AWS documentation\]\(https:\/\/[\w.-]+\/[\w./#?=&%~+-]*\)/g;
const OUR_CODE = /`-f (?:html=FILE|json=FILE|text)`/g;
const NUMERIC_ENTITY = /&#\d+;/g;

/** A report's lines outside of blocks of code, and the blocks; throws where a block does not end. */
function split(text: string): { readonly prose: readonly string[]; readonly blocks: readonly string[] } {
  const prose: string[] = [];
  const blocks: string[] = [];
  let fence: string | undefined;
  let block: string[] = [];
  for (const line of text.split('\n')) {
    const ticks = /^ {0,3}(`{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      if (ticks === undefined) prose.push(line);
      else {
        expect(line).toMatch(/^`{3,}(?:text|json|sh)$/);
        fence = ticks;
        block = [];
      }
    } else if (ticks !== undefined && ticks.length >= fence.length && line.trim() === ticks) {
      blocks.push(block.join('\n'));
      fence = undefined;
    } else block.push(line);
  }
  expect(fence).toBeUndefined();
  return { prose, blocks };
}

/**
 * Nothing in a report acts but what we wrote: no tag, link, mention, reference, emoji, formula, list or heading comes from
 * outside. GitHub looks for mentions and the like in text that is no code, after the entities in it are undone.
 */
export function expectInertMarkdown(text: string): void {
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  expect(text).not.toMatch(/^\s*::[a-z]|##(?:vso)?\[/im);
  const { prose } = split(text);
  expectBalanced(prose.join('\n'));
  for (const line of prose) expectInertLine(line);
}

function expectInertLine(line: string): void {
  // Every construct of a line is one of ours, before anything from outside.
  expect(line).toMatch(
    /^(?:|#{2,3} (?:❌|⚠️|❔|✅|New findings|Findings|Could not be read|Checks that crashed).*|- .*| {2}- .*|\|.*\||<details>|<\/details>|<summary>.*<\/summary>|<sub>.*<\/sub>|<!-- ecs-preflight -->|\*\*(?:Why|Evidence|Touches|Fix|Left out)\b.*|\[AWS documentation\].*|<code>.*|Set <code>.*|Remove <code>.*|Compared with the baseline <code>.*|And \d.*|and \d.*|\(too long .*|\d.*|Nothing .*)$/u,
  );
  // Only of a list's item does text from outside come right behind the mark.
  expect(line).not.toMatch(/^ *- (?:[-+=#>|]|\d+[.)]| )/);
  const known = line.replace(OUR_CODE, '').replace(OUR_LINK, '');
  const marks = known
    .replace(OUR_TAGS, '')
    .replace(/^(?:#{2,3} |\*\*[A-Z][a-z ]+:?\*\*)/, '')
    .replace(NUMERIC_ENTITY, '');
  expect(marks).not.toMatch(/[<>\\`*_~[\]@$#{}^&]/);
  if (line.startsWith('|')) expect(marks.match(/\|/g)).toHaveLength(7);
  else expect(marks).not.toContain('|');
  // What is no code, as GitHub's filters see it.
  for (const piece of known.split(/<code>[^<]*<\/code>/)) {
    const plain = decoded(piece.replace(OUR_TAGS, '\n'));
    expect(plain).not.toMatch(/@|\$|#\d|:\/\/|www\.|\bgh-\d|:[\w+-]+:/i);
  }
}

/** The tags we write are closed in the order in which they were opened. */
function expectBalanced(text: string): void {
  const open: string[] = [];
  for (const [tag] of text.matchAll(/<\/?(?:details|summary|b|code|sub)>/g)) {
    if (!tag.startsWith('</')) open.push(tag.slice(1));
    else expect(open.pop()).toBe(tag.slice(2));
  }
  expect(open).toEqual([]);
}

function decoded(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
}

/** A line as it is read: without tags, entities undone. */
export function shown(line: string): string {
  return decoded(line.replace(OUR_TAGS, ''));
}
