import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { rules } from '../rules/index.ts';
import schema from '../schema/config.schema.json' with { type: 'json' };
import { COMMON_OPTIONS, OPTIONS_OF } from '../src/cli/options.ts';
import { parseArguments } from '../src/cli/parse-arguments.ts';
import { readDirective } from '../src/read/suppressions/directive.ts';
import { pagesOfDocs } from './doc-pages.ts';

/** Whatever a page tells people to type or to write is what the command takes. */
const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const pages = pagesOfDocs().map((file) => [file, readFileSync(join(PROJECT, file), 'utf8')] as const);

const BLOCK = /^( *)```(\w*)[^\n]*\n([\s\S]*?)^\1```$/gm;
const CODE = /(?<!`)`(ecs-preflight [^`\n]*)`(?!`)/g;
/** The command where a shell would run it: first in a line, or behind what begins another command. */
const COMMAND = /(?:^|[|;&(]|\bnpx|\s--|^\s*\$|^\s*-)\s+?ecs-preflight (.*)|^ecs-preflight (.*)/;

function commandLines(page: string): readonly string[] {
  const blocks = [...page.matchAll(BLOCK)].flatMap(([, , , body = '']) =>
    body.replace(/ ?\\\n\s*/g, ' ').split('\n'),
  );
  const spans = [...page.replace(BLOCK, '').matchAll(CODE)].map(([, span = '']) => span);
  return [...blocks, ...spans].flatMap((line) => {
    const [, behind, first] = COMMAND.exec(line.trim()) ?? [];
    return behind ?? first ?? [];
  });
}

/** The words of a simple command, up to what the shell takes for itself. */
function words(line: string): readonly string[] {
  const found: string[] = [];
  for (const [word, quoted] of line.matchAll(/"((?:[^"\\]|\\.)*)"|'[^']*'|[^\s"']+/g)) {
    if (/^(?:#|\||>|<|&&|;|\))/.test(word)) break;
    found.push(quoted ?? word.replace(/^'|'$|\)"?$/g, ''));
    if (word.endsWith(')')) break;
  }
  return found;
}

const shown = pages
  .map(([file, page]) => [file, commandLines(page).filter((line) => !/^(?:COMMAND|…)/.test(line))] as const)
  .filter(([, lines]) => lines.length > 0);

test.each(shown)('the commands of %s can be read', async (_, lines) => {
  for (const line of lines) {
    await expect(parseArguments(words(line), 80), line).resolves.toBeDefined();
  }
});

test('the pages are full of commands', () => {
  expect(shown.flatMap(([, lines]) => lines).length).toBeGreaterThan(80);
});

describe('the page about the command line', () => {
  const page = pages.find(([file]) => file === 'docs/command-line.md')?.[1] ?? '';
  const sectionOf = (heading: string) => page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';

  test.each(Object.entries(OPTIONS_OF))('has the command %s with all of its options', (name, options) => {
    const section = sectionOf(name);
    for (const option of Object.keys(options))
      expect(section).toMatch(new RegExp(`^\\| \`(?:-\\w, )?--${option}[ \`]`, 'm'));
    expect(section).toContain(`ecs-preflight ${name}`);
  });

  test('and those that all commands have', () => {
    for (const option of Object.keys(COMMON_OPTIONS))
      expect(sectionOf('Options of every command')).toContain(`--${option}\``);
  });
});

test('each command is told of outside of that page too', () => {
  const told = pages.filter(([file]) => file !== 'docs/command-line.md').map(([, page]) => page);
  const missing = Object.keys(OPTIONS_OF).filter(
    (name) => !told.some((page) => page.includes(`ecs-preflight ${name}`)),
  );
  expect(missing).toEqual([]);
});

test('the configurations that pages show are legal, and name rules and options that there are', () => {
  const validate = new Ajv({ strict: false }).compile(schema);
  const configurations = pages.flatMap(([file, page]) =>
    [...page.matchAll(BLOCK)]
      .filter(([, , language, body = '']) => language === 'yaml' && /^# ecs-preflight\.ya?ml/.test(body))
      .map(([, , , body = '']) => ({ file, body })),
  );
  expect(configurations.length).toBeGreaterThan(0);
  for (const { file, body } of configurations) {
    validate(parse(body));
    expect(validate.errors, `${file}:\n${body}`).toBeNull();
  }
});

test('the comments that pages show suppress problems that there are', () => {
  const ids = new Set(
    rules.flatMap(({ id, problems }) => [id, ...Object.keys(problems).map((name) => `${id}/${name}`)]),
  );
  const comments = pages.flatMap(([, page]) =>
    [...page.matchAll(BLOCK)].flatMap(([, , , body = '']) =>
      [...body.matchAll(/(?:#|\/\/) (ecs-preflight-ignore.*)/g)].map(([, comment = '']) => comment),
    ),
  );
  expect(comments.length).toBeGreaterThan(0);
  for (const comment of comments) {
    const directive = readDirective(comment);
    expect(directive, comment).toMatchObject({ reason: expect.any(String) });
    const named = directive && 'rules' in directive ? directive.rules.map(({ text }) => text) : [];
    expect(named.filter((name) => !ids.has(name) && !/^[A-Z]/.test(name))).toEqual([]);
  }
});
