import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { taskDefinition } from '../../bench/task-definitions.ts';
import { template } from '../../bench/template.ts';

/** What runs of the command called of its bundle. A function is known by the place in the text where it ends. */
export type Calls = {
  readonly byAny: ReadonlySet<number>;
  readonly byMost: ReadonlySet<number>;
};

const CLEAN = fileURLToPath(new URL('../../fixtures/demo/account/task-definition.json', import.meta.url));

/** Inputs as those of an account are, one a run, with findings and without, told to people and to tools: most are task definitions. */
const RUNS: readonly { readonly text: string; readonly args: readonly string[] }[] = [
  { text: readFileSync(CLEAN, 'utf8'), args: [] },
  ...Array.from({ length: 12 }, (_, number) => ({
    text: JSON.stringify(taskDefinition(number), null, 2),
    args: number < 3 ? ['-f', 'json'] : number < 6 ? ['--color'] : [],
  })),
  { text: JSON.stringify(template(100), null, 2), args: [] },
  { text: stringify(template(60)), args: [] },
];

/** Checks them with a bundle, and tells by V8's coverage what that calls. */
export async function train(bundle: string, folder: string): Promise<Calls> {
  const runs = await Promise.all(
    RUNS.map(({ text, args }, number) => runOnce(bundle, text, args, join(folder, String(number)))),
  );
  const byAny = new Set(runs.flatMap((run) => [...run]));
  const most = [...byAny].filter((end) => runs.filter((run) => run.has(end)).length > runs.length / 2);
  return { byAny, byMost: new Set(most) };
}

/** Runs a bundle's `main`; fails where it does not get to judge. */
const DRIVER =
  'require(process.argv[1]).main(process.argv.slice(2)).then((code) => { process.exitCode = code > 1 ? code : 0; });';

/** Where the functions end that one run called. */
async function runOnce(
  bundle: string,
  text: string,
  args: readonly string[],
  folder: string,
): Promise<ReadonlySet<number>> {
  const coverage = join(folder, 'coverage');
  mkdirSync(coverage, { recursive: true });
  writeFileSync(join(folder, 'input'), text);
  await promisify(execFile)(process.execPath, ['-e', DRIVER, bundle, 'check', 'input', ...args], {
    cwd: folder,
    // Whoever builds, in whatever environment, gets the same.
    env: { NODE_V8_COVERAGE: coverage },
  });
  return called(coverage, bundle);
}

type Coverage = {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      /** That of the whole function first. */
      readonly ranges: readonly [{ readonly endOffset: number; readonly count: number }];
    }[];
  }[];
};

function called(coverage: string, bundle: string): ReadonlySet<number> {
  const { href } = pathToFileURL(bundle);
  const scripts = readdirSync(coverage)
    .map((name) => JSON.parse(readFileSync(join(coverage, name), 'utf8')) as Coverage)
    .flatMap(({ result }) => result.filter(({ url }) => url === href));
  if (scripts.length !== 1) throw new Error(`${scripts.length} reports of what ran of ${bundle}`);
  const wholes = scripts.flatMap(({ functions }) => functions.map(({ ranges: [whole] }) => whole));
  return new Set(wholes.filter(({ count }) => count > 0).map(({ endOffset }) => endOffset));
}
