import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { stringify } from 'yaml';
import { type Cost, runNode } from './process.ts';
import { template } from './template.ts';

/** As many as CloudFormation takes. */
const RESOURCES = 500;

export interface TemplateTime {
  readonly name: string;
  readonly milliseconds: number;
  /** Against what it is measured by. */
  readonly ratio: number;
  readonly than: string;
  readonly target: string;
}

/** How long whole runs on a large template take, each against what is run right before it. */
export async function measureTemplates(
  bin: string,
  folder: string,
  rounds: number,
): Promise<readonly TemplateTime[]> {
  const whole = template(RESOURCES);
  const json = join(folder, 'template.json');
  const yaml = join(folder, 'template.yaml');
  const small = join(folder, 'small.json');
  writeFileSync(json, JSON.stringify(whole, null, 1));
  writeFileSync(yaml, stringify(whole));
  writeFileSync(small, JSON.stringify(template(60)));
  const env = { XDG_CACHE_HOME: join(folder, 'templates') };
  const parser = await bundledParser(folder);
  const parse = `require(${JSON.stringify(parser)}).parseDocument(require('fs').readFileSync(${JSON.stringify(yaml)}, 'utf8'))`;
  const times = { empty: [], json: [], yaml: [], small: [], parsed: [], lint: [] } as Record<
    string,
    number[]
  >;
  const linted = spawnSync('cfn-lint', ['--version']).status === 0;
  for (let round = -2; round < rounds; round++) {
    const took: Record<string, number> = {
      empty: (await runNode(['-e', '0'])).milliseconds,
      json: clean(await runNode([bin, 'check', json], env), 'JSON'),
      parsed: (await runNode(['-e', parse])).milliseconds,
      small: clean(await runNode([bin, 'check', small], env), 'small'),
      yaml: clean(await runNode([bin, 'check', yaml], env), 'YAML'),
      ...(linted && round >= 0 && round < 3 ? { lint: cfnLint(json) } : {}),
    };
    if (round < 0) continue;
    for (const [name, milliseconds] of Object.entries(took)) times[name]?.push(milliseconds);
  }
  const {
    empty = 0,
    json: asJson = 0,
    yaml: asYaml = 0,
    small: startUp = 0,
    parsed = 0,
    lint,
  } = medians(times);
  const needed = startUp + parsed - empty;
  return [
    { name: 'JSON', milliseconds: asJson, ratio: asJson / empty, than: 'node -e 0', target: '≤ 3' },
    {
      name: 'YAML',
      milliseconds: asYaml,
      ratio: asYaml / needed,
      than: 'a small template + parseDocument',
      target: '≤ 1.3',
    },
    ...(lint === undefined
      ? []
      : [
          {
            name: 'JSON',
            milliseconds: asJson,
            ratio: lint / asJson,
            than: 'cfn-lint is slower by',
            target: '≥ 10',
          },
          {
            name: 'YAML',
            milliseconds: asYaml,
            ratio: lint / asYaml,
            than: 'cfn-lint is slower by',
            target: '≥ 10',
          },
        ]),
  ];
}

/** The parser alone in one file, as the command has it: what is read from many files would make any target easy. */
async function bundledParser(folder: string): Promise<string> {
  const outfile = join(folder, 'parser.cjs');
  await build({
    stdin: { contents: "export { parseDocument } from 'yaml';", resolveDir: process.cwd() },
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    minify: true,
    format: 'cjs',
    outfile,
  });
  return outfile;
}

function clean({ exitCode, milliseconds }: Cost, name: string): number {
  if (exitCode !== 0) throw new Error(`the ${name} template: exit code ${exitCode}, not 0`);
  return milliseconds;
}

function cfnLint(file: string): number {
  const begin = process.hrtime.bigint();
  spawnSync('cfn-lint', ['--template', file, '--regions', 'eu-west-1'], { stdio: 'ignore' });
  return Number(process.hrtime.bigint() - begin) / 1e6;
}

function medians(
  times: Readonly<Record<string, readonly number[]>>,
): Readonly<Record<string, number | undefined>> {
  return Object.fromEntries(
    Object.entries(times).map(([name, values]) => [
      name,
      values.toSorted((a, b) => a - b)[values.length >> 1],
    ]),
  );
}
