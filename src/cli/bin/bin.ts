/**
 * The command's entry, bundled to `dist/bin.cjs`: answers `--version` without loading anything, and otherwise
 * runs `main` of `dist/cli.cjs`, compiled from a code cache that an earlier run wrote where there is one.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { type CachedScript, openCacheFolder, runCached } from './code-cache.ts';
import { isMuch, type Use, useOf } from './use.ts';

/** The package's version and a digest of `dist/cli.cjs`: the build puts them in. */
declare const PACKAGE_VERSION: string;
declare const BUNDLE_DIGEST: string;

/** What `dist/cli.cjs` exports. */
type CommandLine = { readonly main: (argv: readonly string[]) => Promise<number> };

/** Beside the bundle, and compiled from caches of their own. */
const CACHED = [
  './live.cjs',
  './questions.cjs',
  './reasoners.cjs',
  './seldom.cjs',
  './templates.cjs',
  './terraform.cjs',
  './governance.cjs',
  './formats.cjs',
  './diagnosis.cjs',
  './yargs.cjs',
  './yaml.cjs',
  './sarif.cjs',
];

/** For `optimiseLater`. */
const FLAGS = [
  '--interrupt-budget=1000000',
  '--interrupt-budget-factor-for-feedback-allocation=16',
  '--no-baseline-batch-compilation',
  '--no-regexp-tier-up',
  '--no-allocation-site-pretenuring',
  '--no-reset-interrupt-on-ic-update',
];

const argv = process.argv.slice(2);

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) printVersion();
else run();

/** Straight to the descriptor: setting up the stdout stream alone takes milliseconds. */
function printVersion(): void {
  const line = `${PACKAGE_VERSION}\n`;
  try {
    writeSync(1, line);
  } catch {
    // A full non-blocking pipe, or one that nobody reads: the stream knows how to wait, and how to give up.
    process.stdout.on('error', () => {});
    process.stdout.write(line);
  }
}

function run(): void {
  const use = useOf(argv);
  if (isMuch(use)) optimiseLater();
  load(use)
    .main(argv)
    .then(
      (code) => {
        process.exitCode = code;
        process.nextTick(endIfIdle);
      },
      (error: unknown) => {
        process.exitCode = 2;
        process.stderr.write(
          `ecs-preflight: internal error\n${error instanceof Error ? error.stack : error}\n`,
        );
      },
    );
}

/**
 * Ends the process at once where it would end by itself: to collect and to unmap what a run has made takes longer than the check
 * of a task definition. What is still to be written, or what a plugin waits for, is active and is waited for.
 */
function endIfIdle(): void {
  if (process.getActiveResourcesInfo().length === 0) process.exit();
}

/**
 * A run is over before most of what V8's optimising compiler makes of it is used: a third of the processor time of checking a
 * large template, or a thousand task definitions, went into compiling. What is called often enough is optimised all the same,
 * so that ten thousand take no longer. Its plain compiler, which costs little, compiles a function alone and not a batch of them,
 * once it ran as often as is worth it, and that of patterns at their first use; which objects live long is not counted, since they
 * all do or none does; and what is not to be optimised soon is not asked about each time that it meets a new sort of object. The
 * shortest runs end before any of it matters, and do without, since loading `node:v8` takes milliseconds. Set before anything is
 * compiled, since code caches are those of the same flags; later versions of Node have a cheaper compiler in between.
 */
function optimiseLater(): void {
  if (Number.parseInt(process.versions.node, 10) >= 22) return;
  const { setFlagsFromString } = require('node:v8') as { setFlagsFromString: (flags: string) => void };
  setFlagsFromString(FLAGS.join(' '));
}

/** `ECS_PREFLIGHT_NO_CODE_CACHE=1` turns every cache off. */
function load(use: Use): CommandLine {
  const bundle = join(__dirname, 'cli.cjs');
  const folder = process.env.ECS_PREFLIGHT_NO_CODE_CACHE ? undefined : openCacheFolder();
  if (folder === undefined) return require(bundle) as CommandLine;

  // Node 22.8 and later keep such a cache themselves, by module. On Node 20 even looking would load what runs do not need.
  if (Number.parseInt(process.versions.node, 10) >= 22) {
    const { enableCompileCache } = require('node:module') as {
      enableCompileCache?: (folder: string) => unknown;
    };
    if (enableCompileCache !== undefined) {
      enableCompileCache(folder);
      return require(bundle) as CommandLine;
    }
  }

  const key = `${PACKAGE_VERSION}-${BUNDLE_DIGEST}-${use}`;
  const loaded = new Map<string, unknown>();
  const script: CachedScript = { file: bundle, key, require: withCaches(key, folder, loaded) };
  const commandLine = runCached(script, folder) as CommandLine;
  // The bundles beside it borrow from it.
  loaded.set('./cli.cjs', commandLine);
  return commandLine;
}

/** What asks the account and decides by its answers is larger still: it is compiled from caches of its own, and run once. */
function withCaches(key: string, folder: string, loaded: Map<string, unknown>): NodeJS.Require {
  const load = (id: string): unknown => {
    if (!CACHED.includes(id) && !loaded.has(id)) return require(id);
    if (!loaded.has(id)) {
      const file = join(__dirname, id);
      loaded.set(id, runCached({ file, key: `${id.slice(2, -4)}-${key}`, require: withAll }, folder));
    }
    return loaded.get(id);
  };
  const withAll = Object.assign(load, require);
  return withAll;
}
