import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import type { Lending } from './lending.ts';

/** Packages that few runs need. In `cli.cjs` even what is never called is read and parsed at each start without a code cache. */
const PACKAGES = ['tinyglobby', 'chalk'];

/** What asks the account, with the SDK in it. */
const LIVE = 'src/aws/index.ts';
const QUESTIONS = 'src/aws/questions.ts';

/** What decides by facts: the program imports these dynamically, since without a source of facts there is nothing to decide. */
const REASONERS = [
  'src/network/decide-path.ts',
  'src/iam/decide-permission.ts',
  'src/iam/decide-assumable.ts',
  'src/iam/decide-own-right.ts',
  'src/iam/read-role-policies.ts',
  'src/iam/own-policies.ts',
  'src/iam/key-policy.ts',
  'src/iam/second-opinion.ts',
  'rules/cluster-capacity/by-facts.ts',
  'rules/exec-readiness/by-facts.ts',
  'rules/log-group/by-facts.ts',
  'rules/session-longevity/by-facts.ts',
  'rules/subnet-headroom/by-facts.ts',
];

/**
 * What few runs need, a bundle each: the program imports these modules dynamically, and by these paths alone. `plugins` is
 * required as any module of Node, since it imports what others wrote; the others are compiled from code caches.
 */
const PARTS = {
  yargs: 'src/cli/by-yargs.ts',
  yaml: 'src/read/yaml.ts',
  sarif: 'src/report/sarif.ts',
  templates: 'src/read/templates.ts',
  terraform: 'src/read/terraform/index.ts',
  governance: 'src/cli/governance/index.ts',
  plugins: 'src/cli/plugins.ts',
  fix: 'src/cli/fix.ts',
  formats: 'src/report/more-formats.ts',
  html: 'src/report/html.ts',
  diagnosis: 'src/cli/diagnose.ts',
  page: 'src/report/page-text.ts',
  init: 'src/cli/init.ts',
  completion: 'src/cli/completion.ts',
  'session-loop': 'src/cli/session-loop.ts',
} as const;

const PART_NAMES = Object.keys(PARTS) as (keyof typeof PARTS)[];

/**
 * Of what is outside of a bundle, esbuild copies all exports at each `import()`, and the reasoners are asked for hundreds of times
 * in a run. A module of this namespace stands in the bundle for what is outside: its exports are copied once.
 */
const ASKED_OFTEN = 'asked-often';

/** Imports of files of these names, whatever their folder. */
function fileNames(files: readonly string[]): RegExp {
  const names = files.map((file) => file.slice(file.lastIndexOf('/') + 1).replace('.', '\\.'));
  return new RegExp(`/(?:${names.join('|')})$`);
}

/** Leaves those packages and the live part out of the bundle, to be required from the file beside it. */
export const besideTheBundle: Plugin = {
  name: 'beside-the-bundle',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: new RegExp(`^(${PACKAGES.join('|')})$`) }, ({ path }) => ({
      path: `./${path}.cjs`,
      external: true,
    }));
    onResolve({ filter: fileNames(Object.values(PARTS)) }, ({ kind, path, resolveDir }) => {
      const name = PART_NAMES.find((one) => join(resolveDir, path).endsWith(join('/', PARTS[one])));
      if (kind === 'entry-point' || name === undefined) return undefined;
      if (kind !== 'dynamic-import') throw new Error(`${PARTS[name]} is imported statically`);
      return { path: `./${name}.cjs`, external: true };
    });
    onResolve({ filter: /\/aws\/index\.ts$/ }, () => ({ path: './live.cjs', external: true }));
    onResolve({ filter: fileNames(REASONERS) }, ({ kind }) => {
      if (kind !== 'dynamic-import') throw new Error('a reasoner is imported statically');
      return { path: 'reasoners', namespace: ASKED_OFTEN };
    });
    onLoad({ filter: /^reasoners$/, namespace: ASKED_OFTEN }, () => ({
      contents: "export * from './reasoners.cjs';",
      loader: 'js',
    }));
    onResolve({ filter: /^/, namespace: ASKED_OFTEN }, ({ path }) => ({ path, external: true }));
  },
};

/** Builds the files beside the bundle, one for each package. */
export async function buildNeighbours(common: BuildOptions, folder: string): Promise<readonly Metafile[]> {
  const built = PACKAGES.map(async (name) => {
    const { metafile } = await build({
      ...common,
      stdin: { contents: `export * from '${name}';`, resolveDir: common.absWorkingDir ?? '.' },
      outfile: join(folder, `${name}.cjs`),
      metafile: true,
    });
    return metafile;
  });
  return Promise.all(built);
}

/** Builds the parts. */
export async function buildParts(
  common: BuildOptions,
  folder: string,
  { borrowing }: Lending,
): Promise<readonly Metafile[]> {
  const built = PART_NAMES.map(async (name) => {
    const { metafile } = await build({
      ...common,
      ...(name === 'yargs' ? swifter(common) : {}),
      entryPoints: [PARTS[name]],
      outfile: join(folder, `${name}.cjs`),
      supported: { 'dynamic-import': name === 'plugins' },
      plugins: [besideTheBundle, ...(name === 'templates' ? [borrowing] : []), ...(common.plugins ?? [])],
      metafile: true,
    });
    return metafile;
  });
  return Promise.all(built);
}

/** Four of yargs' dependencies cost more time at the start than yargs itself. */
function swifter({ absWorkingDir = '.', define }: BuildOptions): BuildOptions {
  const standIn = (name: string) => join(absWorkingDir, 'src/cli/bin', `${name}.ts`);
  return {
    alias: {
      'string-width': standIn('string-width'),
      assert: standIn('assert'),
      'escalade/sync': standIn('escalade'),
      'node:module': standIn('module'),
    },
    // yargs asks for the terminal's width at once, which sets up the whole stream; it is told the width.
    define: { ...define, 'process.stdout.columns': 'undefined' },
  };
}

/** Builds `reasoners.cjs`. */
export async function buildReasoners(
  common: BuildOptions,
  folder: string,
  { borrowing }: Lending,
): Promise<Metafile> {
  const { metafile } = await build({
    ...common,
    plugins: [borrowing, ...(common.plugins ?? [])],
    stdin: {
      contents: REASONERS.map((file) => `export * from './${file}';`).join('\n'),
      resolveDir: common.absWorkingDir ?? '.',
    },
    outfile: join(folder, 'reasoners.cjs'),
    metafile: true,
  });
  return metafile;
}

/**
 * Makes static imports of the dynamic ones in one file. What is imported dynamically esbuild keeps whole, and the SDK's clients
 * hold hundreds of operations that nobody calls; with the code cache, loading the few that are called takes little.
 */
const importedAtOnce: Plugin = {
  name: 'imported-at-once',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/aws\/questions\.ts$/ }, ({ path }) => {
      const imports: string[] = [];
      const contents = readFileSync(path, 'utf8').replace(/\bimport\(('[^']+')\)/g, (whole, from: string) => {
        // EC2's shapes alone take longer to set up than all others together.
        if (from.startsWith("'./ec2")) return whole;
        imports.push(`import * as part${imports.length} from ${from};`);
        return `Promise.resolve(part${imports.length - 1})`;
      });
      if (imports.length === 0) throw new Error(`${path} imports nothing dynamically any more`);
      return { contents: [...imports, contents].join('\n'), loader: 'ts' };
    });
  },
};

const besideLive: Plugin = {
  name: 'beside-live',
  setup({ onResolve }) {
    onResolve({ filter: /\/questions\.ts$/ }, ({ kind }) => {
      if (kind === 'entry-point') return undefined;
      if (kind !== 'dynamic-import') throw new Error('the questions are imported statically');
      return { path: './questions.cjs', external: true };
    });
  },
};

/** Builds `live.cjs`, which finds out who asks, and `questions.cjs`, which asks all the rest; both hold parts of the SDK. */
export async function buildLive(common: BuildOptions, folder: string): Promise<readonly Metafile[]> {
  const live = { ...common, supported: { 'dynamic-import': false }, metafile: true } as const;
  const built = await Promise.all([
    build({ ...live, entryPoints: [LIVE], outfile: join(folder, 'live.cjs'), plugins: [besideLive] }),
    build({
      ...live,
      entryPoints: [QUESTIONS],
      outfile: join(folder, 'questions.cjs'),
      plugins: [importedAtOnce],
    }),
  ]);
  return built.map(({ metafile }) => metafile);
}
