/**
 * Builds what is published, into `dist`:
 *
 * - `bin.cjs`: the command's entry, see src/cli/bin;
 * - `cli.cjs`: the command with everything that most runs use, in one CommonJS file, which starts fastest; beside it
 *   `seldom.cjs`, cut out of it, the packages that few runs need, `live.cjs` and `questions.cjs`, which ask the account and hold
 *   the SDK, `reasoners.cjs`, and `templates.cjs`, which reads templates;
 * - `index.js`, `index.d.ts`: the library;
 * - `THIRD-PARTY-NOTICES`: the licences of the packages inside those.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { definitionsOnly } from './build/definitions-only.ts';
import { type Lending, lending } from './build/lending.ts';
import { buildLoader } from './build/loader.ts';
import {
  besideTheBundle,
  buildLive,
  buildNeighbours,
  buildParts,
  buildReasoners,
} from './build/neighbours.ts';
import { thirdPartyNotices } from './build/notices.ts';
import { setAsideSeldom } from './build/seldom.ts';
import { spelledOut } from './build/spelled-out.ts';
import { bundleTypes } from './build/types.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const scratch = join(root, '.cache', `build-${process.pid}`);
/** Built aside and then put in place, because tests may be running on what was built before. */
const draft = join(scratch, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // The `main` of many packages is CommonJS, of which nothing unused can be left out.
  mainFields: ['module', 'main'],
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 200,
  // ASCII is read without decoding.
  charset: 'ascii',
  legalComments: 'linked',
  define: { PACKAGE_VERSION: JSON.stringify(version) },
  plugins: [definitionsOnly],
  metafile: true,
  logLevel: 'warning',
} satisfies BuildOptions;

/** Some packages ask where they are. */
const WHERE = "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;";

const commonJs = {
  format: 'cjs',
  // What is read and parsed at each start is shorter by a fifth; a library's names are its users'.
  minifyIdentifiers: true,
  plugins: [spelledOut(root), ...common.plugins],
  define: { ...common.define, 'import.meta.url': 'importMetaUrl' },
  banner: { js: WHERE },
} satisfies BuildOptions;

async function buildCommand({ entry }: Lending): Promise<readonly Metafile[]> {
  const { metafile } = await build({
    ...common,
    ...commonJs,
    // Shortened once it is cut in two.
    minifyIdentifiers: false,
    stdin: { contents: entry, resolveDir: root },
    outfile: join(draft, 'cli.cjs'),
    // The parser of arguments is an ES module that asks for a `require`, which brings the loader of ES modules along.
    alias: { 'node:module': join(root, 'src/cli/bin/module.ts') },
    // In a script compiled from the code cache, `import()` would need a loader of its own; `require` serves.
    supported: { 'dynamic-import': false },
    plugins: [besideTheBundle, ...commonJs.plugins],
  });
  return [metafile, ...(await buildNeighbours({ ...common, ...commonJs }, draft))];
}

/** When all is there that the watched runs load. */
async function cutCommand(): Promise<void> {
  const { lineLimit, charset, target } = common;
  const shortened = { minify: true, lineLimit, charset, target };
  await setAsideSeldom(join(draft, 'cli.cjs'), join(scratch, 'training'), shortened);
}

function bundles(): readonly string[] {
  return readdirSync(draft).filter((file) => file.endsWith('.cjs'));
}

/** Where no package in a bundle asks where it is, Node's URLs need not be compiled for it. */
function dropUnasked(): void {
  for (const name of bundles()) {
    const bundle = readFileSync(join(draft, name), 'latin1');
    const rest = bundle.replace(WHERE, '');
    if (!rest.includes('importMetaUrl')) writeFileSync(join(draft, name), rest, 'latin1');
  }
}

/** The loader knows by one digest what it loads. */
async function buildEntry(): Promise<void> {
  const hash = createHash('sha256');
  for (const name of bundles()) {
    const bundle = readFileSync(join(draft, name));
    if (bundle.some((byte) => byte > 0x7f))
      throw new Error(`${name} is not ASCII, which its loader relies on`);
    hash.update(bundle);
  }
  const digest = hash.digest('hex').slice(0, 16);
  await buildLoader({ root, version, digest, outfile: join(draft, 'bin.cjs') });
}

async function buildLibrary(): Promise<Metafile> {
  const { metafile } = await build({
    ...common,
    entryPoints: ['src/index.ts'],
    outfile: join(draft, 'index.js'),
    format: 'esm',
    // What is CommonJS in it requires Node's modules.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  writeFileSync(join(draft, 'index.d.ts'), bundleTypes(root));
  return metafile;
}

/** The offline linter never pays for the SDK. */
function assertNoSdk({ inputs }: Metafile): void {
  const found = Object.keys(inputs).find((input) => /node_modules\/@(aws-sdk|smithy)\//.test(input));
  if (found !== undefined) throw new Error(`an offline bundle holds ${found}`);
}

try {
  mkdirSync(draft, { recursive: true });
  const lent = await lending(root);
  const metafiles = [...(await buildCommand(lent)), await buildLibrary()];
  metafiles.push(...(await buildParts({ ...common, ...commonJs }, draft, lent)));
  metafiles.forEach(assertNoSdk);
  metafiles.push(await buildReasoners({ ...common, ...commonJs }, draft, lent));
  metafiles.push(...(await buildLive({ ...common, ...commonJs }, draft)));
  await cutCommand();
  dropUnasked();
  await buildEntry();
  writeFileSync(join(draft, 'THIRD-PARTY-NOTICES'), thirdPartyNotices(root, metafiles));
  if (existsSync(dist)) renameSync(dist, join(scratch, 'replaced'));
  renameSync(draft, dist);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
