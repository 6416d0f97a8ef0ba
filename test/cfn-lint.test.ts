import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import type { InputError } from '../src/model/input-error.ts';
import { isObject } from '../src/model/view.ts';
import { decodeInput } from '../src/read/decode.ts';
import { parse } from '../src/read/parse.ts';
import differences from './cfn-lint-differences.json' with { type: 'json' };
import { FIXTURES, judgeTexts } from './fixtures.ts';

/**
 * Where `cfn-lint` is installed it reads what we read: our fixtures' templates, and the real ones beside the checkout. What it says
 * of a task definition or a service is said by us too, or `cfn-lint-differences.json` says why not.
 * https://github.com/aws-cloudformation/cfn-lint
 */
const CFN_LINT = spawnSync('cfn-lint', ['--version']).status === 0;
const MINUTE = 60_000;

const PROJECT = dirname(FIXTURES);
const CORPUS = fileURLToPath(new URL('../../shared/corpus/', import.meta.url));
const ECS = ['AWS::ECS::TaskDefinition', 'AWS::ECS::Service'];

/** A message of cfn-lint's JSON format. */
interface Message {
  readonly Filename: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
  readonly Location: {
    readonly Path: readonly (string | number)[] | null;
    readonly Start: { readonly LineNumber: number };
    readonly End: { readonly LineNumber: number };
  };
}

/** What is not said by us: of a rule, of one file if it is about one, of one place in it. */
interface Difference {
  readonly rule: string;
  readonly file?: string;
  readonly pointer?: string;
  readonly reason: string;
}

const listed: readonly Difference[] = differences;

/** The templates by the names that the list of differences uses. */
function templates(): ReadonlyMap<string, string> {
  const fixtures = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|[\\/])template\.\w+$/.test(path))
    .map((path) => [`fixtures/${path}`, join(FIXTURES, path)] as const);
  const real = ['cloudformation', 'cdk'].flatMap((folder) =>
    existsSync(join(CORPUS, folder))
      ? readdirSync(join(CORPUS, folder)).map(
          (name) => [`${folder}/${name}`, join(CORPUS, folder, name)] as const,
        )
      : [],
  );
  return new Map([...fixtures, ...real].sort());
}

function lint(files: readonly string[]): Promise<readonly Message[]> {
  const args = ['--format', 'json', '--regions', 'us-east-1', '--', ...files];
  return new Promise((done, failed) =>
    // Its exit code tells which kinds of messages there are; without JSON it has failed.
    execFile('cfn-lint', args, { cwd: PROJECT, maxBuffer: 2 ** 28 }, (error, stdout) => {
      try {
        done(JSON.parse(stdout) as readonly Message[]);
      } catch {
        failed(error ?? new Error('cfn-lint printed no JSON'));
      }
    }),
  );
}

/** The logical ids of a template's task definitions and services. */
async function ecsResources(text: string): Promise<ReadonlySet<unknown>> {
  const parsed = await parse('template', text);
  const value = 'error' in parsed ? undefined : parsed.documents[0]?.value;
  const resources = isObject(value) && isObject(value['Resources']) ? value['Resources'] : {};
  const ids = Object.entries(resources).filter(
    ([, one]) => isObject(one) && ECS.includes(String(one['Type'])),
  );
  return new Set(ids.map(([id]) => id));
}

/** Where the message would have the mend: at a member that is missing, not at what it is missing from. */
function pointerOf({ Message, Location }: Message): string {
  const [, missing] = /^'(\w+)' is a required property/.exec(Message) ?? [];
  const path = [...(Location.Path ?? []), ...(missing === undefined ? [] : [missing])];
  return path.map((step) => `/${String(step).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
}

function isListed({ rule, file, pointer }: Difference, name: string, { Rule }: Message, at: string): boolean {
  return (
    rule === Rule.Id && (file === undefined || file === name) && (pointer === undefined || pointer === at)
  );
}

/** Is one of the two places within the other? */
function meet(a: string, b: string): boolean {
  return `${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`);
}

function isTold({ Location: { Start, End } }: Message, { line }: InputError): boolean {
  return line !== undefined && line >= Start.LineNumber && line <= End.LineNumber;
}

describe.skipIf(!CFN_LINT)('what cfn-lint says of task definitions and services, we say too', () => {
  const files = templates();
  const used = new Set<Difference>();
  const byFile = new Map<string, Message[]>();

  beforeAll(async () => {
    for (const message of await lint([...files.values()]))
      byFile.set(message.Filename, [...(byFile.get(message.Filename) ?? []), message]);
  }, 15 * MINUTE);

  test('it reads the templates', () => expect(byFile.size).toBeGreaterThan(0));

  test.each([...files])('%s', async (name, file) => {
    const messages = byFile.get(file) ?? [];
    if (messages.length === 0) return;
    const opened = decodeInput(name, readFileSync(file));
    if ('error' in opened) throw new Error(opened.error.message);
    const ids = await ecsResources(opened.text);
    const { findings, inputErrors } = await judgeTexts([opened], rules);
    const ours = findings
      .filter(({ severity }) => severity !== 'info')
      .map(({ location }) => location.pointer);
    const unsaid: string[] = [];
    for (const message of messages) {
      const [section, id] = message.Location.Path ?? [];
      if (section !== 'Resources' || !ids.has(id)) continue;
      const at = pointerOf(message);
      if (ours.some((pointer) => meet(pointer, at))) continue;
      if (inputErrors.some((error) => isTold(message, error))) continue;
      const difference = listed.find((one) => isListed(one, name, message, at));
      if (difference) used.add(difference);
      else unsaid.push(`${message.Rule.Id} ${at}: ${message.Message}`);
    }
    expect(unsaid).toEqual([]);
  });

  // Without the corpus its files cannot show the differences that they are listed for.
  test.skipIf(!existsSync(CORPUS))('no difference is listed that is none any more', () => {
    const here = listed.filter(({ file }) => file === undefined || files.has(file));
    expect(here.filter((one) => !used.has(one))).toEqual([]);
  });
});

test('each difference from cfn-lint has a reason of its own', () => {
  for (const { reason } of listed) expect(reason.length).toBeGreaterThan(20);
  expect(new Set(listed.map(({ reason }) => reason)).size).toBe(listed.length);
});
