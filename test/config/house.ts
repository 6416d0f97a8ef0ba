import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rules } from '../../rules/index.ts';
import type { Configuration } from '../../src/cli/config/configuration.ts';
import { readConfiguration } from '../../src/cli/config/read-configuration.ts';
import { ruleOptions } from '../../src/cli/flags.ts';
import type { Governance } from '../../src/cli/governance/governance.ts';
import { governanceFor } from '../../src/cli/governance/index.ts';
import { parseArguments } from '../../src/cli/parse-arguments.ts';
import type { Result } from '../../src/engine/result.ts';
import { run } from '../../src/engine/run.ts';
import { select } from '../../src/engine/select.ts';
import { factStore } from '../../src/fact/store.ts';
import { readTexts } from '../../src/read/read.ts';

/** A repository of its own with these files; objects are written as JSON. */
export function repository(files: Readonly<Record<string, unknown>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ecs-preflight-config-')));
  mkdirSync(join(root, '.git'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
  return root;
}

/** Reads a configuration with the built-in rules. */
export function read(file: string, allows = false): Promise<Configuration> {
  return readConfiguration(file, { catalogue: rules, allows: () => allows });
}

/** Reads one that stands in a folder of its own. */
export async function readText(text: string, name = 'ecs-preflight.yml'): Promise<Configuration> {
  return read(join(repository({ [name]: text }), name));
}

/** `line:column message` of each error. */
export function told({ errors }: Pick<Configuration, 'errors'>): readonly string[] {
  return errors.map(({ line, column, message }) => `${line ?? ''}:${column ?? ''} ${message}`);
}

export interface Governed {
  readonly result: Result;
  readonly governance: Governance;
}

/** Checks files of a repository, as `check` does, with the given words of the command line. */
export async function governed(
  root: string,
  inputs: readonly string[],
  words: readonly string[] = [],
): Promise<Governed> {
  const { readFileSync } = await import('node:fs');
  const files = inputs.map((name) => join(root, name));
  const parsed = await parseArguments(['check', ...files, ...words], 80);
  if (!('arguments' in parsed)) throw new Error(parsed.text);
  const given = parsed.arguments;
  const { deployments, errors } = await readTexts(
    files.map((file) => ({ file, text: readFileSync(file, 'utf8') })),
    {},
  );
  const options = ruleOptions(rules, given.option, given.startupSeconds);
  const facts = factStore([]);
  const governance = await governanceFor({
    given,
    deployments,
    options,
    facts,
    catalogue: rules,
    allows: () => false,
  });
  const judged = await run({
    deployments,
    inputErrors: [...errors, ...governance.errors],
    rules: select(rules, { only: [], skip: given.skip }),
    facts,
    ruleset: given.ruleset,
    options,
    ...(governance.mannerOf ? { mannerOf: governance.mannerOf } : {}),
  });
  return { governance, result: await governance.decide(judged) };
}

/** What is found of one problem: `deployment severity`, with what suppresses it. */
export function foundOf({ findings }: Result, problem: string): readonly string[] {
  return findings
    .filter((one) => `${one.rule}/${one.problem}` === problem)
    .map(
      ({ deployment, container, severity, suppressed }) =>
        `${deployment}${container === undefined ? '' : `:${container}`} ${suppressed ? `(${suppressed.kind}: ${suppressed.reason})` : severity}`,
    );
}
