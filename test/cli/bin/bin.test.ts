import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildLoader } from '../../../scripts/build/loader.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Node 22.8 and later keep the cache themselves. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const nodeCaches = major > 22 || (major === 22 && minor >= 8);

/** Stands for the command: says what it was given, and how it was loaded. */
const CLI = `
exports.main = async (argv) => {
  if (argv[0] === 'throw') throw new Error('planted');
  if (argv[0] === 'much') process.stdout.write('x'.repeat(1e6));
  if (argv[0] === 'later') setTimeout(() => console.log('done later'), 20);
  const main = require.main && require('node:path').basename(require.main.filename);
  console.log(JSON.stringify({ argv, main, file: __filename, folder: __dirname, neighbour: require('./neighbour.cjs') }));
  return Number(argv[1] ?? 0);
};
`;

let home: string;
let dist: string;
let cache: string;

beforeAll(async () => {
  dist = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'loader-')));
  await buildLoader({ root, outfile: join(dist, 'bin.cjs'), version: '1.2.3', digest: 'abc' });
  fs.writeFileSync(join(dist, 'cli.cjs'), CLI);
  fs.writeFileSync(join(dist, 'neighbour.cjs'), 'module.exports = "here";');
});
afterAll(() => fs.rmSync(dist, { recursive: true }));
beforeEach(() => {
  home = fs.mkdtempSync(join(tmpdir(), 'home-'));
  cache = join(home, '.cache/ecs-preflight');
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

type Environment = Record<string, string | undefined>;

function run(argv: readonly string[], env: Environment = {}) {
  const { PATH } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, 'bin.cjs'), ...argv], {
    encoding: 'utf8',
    env: { PATH, HOME: home, ...env },
    maxBuffer: 1e8,
  });
  return { status, stdout, stderr };
}

function cacheFiles(): string[] {
  return fs.existsSync(cache) ? fs.readdirSync(cache).map((name) => join(cache, name)) : [];
}

/** The one cache file that a second run has written. */
function writtenCache(): string {
  run(['check']);
  run(['check']);
  const [file, ...others] = cacheFiles();
  if (file === undefined || others.length > 0) throw new Error('one cache file expected');
  return file;
}

describe('--version', () => {
  it.each(['--version', '-V'])('%s alone is answered without the bundle', (flag) => {
    expect(run([flag])).toEqual({ status: 0, stdout: '1.2.3\n', stderr: '' });
    expect(fs.existsSync(join(home, '.cache'))).toBe(false);
  });

  it('with other words it is for the command to answer', () => {
    expect(JSON.parse(run(['--version', '0', 'x']).stdout).argv).toEqual(['--version', '0', 'x']);
  });
});

describe('running the bundle', () => {
  const expected = () => ({
    argv: ['check', '3'],
    main: 'bin.cjs',
    file: join(dist, 'cli.cjs'),
    folder: dist,
    neighbour: 'here',
  });

  it('gives it its arguments and neighbours, and ends with its exit code, cached or not', () => {
    for (const env of [{}, {}, {}, { ECS_PREFLIGHT_NO_CODE_CACHE: '1' }]) {
      const { status, stdout, stderr } = run(['check', '3'], env);
      expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
      expect(JSON.parse(stdout)).toEqual(expected());
    }
  });

  it('does not cut what it writes to a pipe', () => {
    expect(run(['much', '1']).stdout.length).toBeGreaterThan(1e6);
  });

  it('waits for what is still to come', () => {
    const { status, stdout } = run(['later', '1']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/done later\n$/);
  });

  it('reports what the bundle throws with its place, as exit code 2', () => {
    for (let time = 0; time < 3; time++) {
      const { status, stderr } = run(['throw']);
      expect(status).toBe(2);
      expect(stderr).toMatch(/internal error\nError: planted\n {4}at .*cli\.cjs:3:34/);
    }
  });
});

describe('a neighbour that is compiled from a cache of its own', () => {
  const command = `
exports.main = async () => {
  const first = require('./live.cjs');
  const same = [first, require('./live.cjs'), require('./live.cjs')].every((one) => one === first);
  console.log(JSON.stringify({ same, runs: globalThis.runs }));
  return 0;
};
`;
  const bundle = () => join(dist, 'cli.cjs');
  beforeAll(() => {
    fs.writeFileSync(bundle(), command);
    fs.writeFileSync(
      join(dist, 'live.cjs'),
      'globalThis.runs = (globalThis.runs ?? 0) + 1; exports.here = true;',
    );
  });
  afterAll(() => fs.writeFileSync(bundle(), CLI));

  it('runs once, however often it is asked for, cached or not', () => {
    for (const env of [{}, {}, {}, { ECS_PREFLIGHT_NO_CODE_CACHE: '1' }]) {
      const { stdout, stderr } = run(['check'], env);
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toMatchObject({ same: true, runs: 1 });
    }
  });
});

describe('the cache folder', () => {
  it('is not made when caches are turned off', () => {
    run(['check'], { ECS_PREFLIGHT_NO_CODE_CACHE: '1' });
    expect(fs.existsSync(join(home, '.cache'))).toBe(false);
  });

  it('follows XDG_CACHE_HOME unless that is relative', () => {
    run(['check'], { XDG_CACHE_HOME: join(home, 'elsewhere') });
    expect(fs.readdirSync(home)).toEqual(['elsewhere']);
    run(['check'], { XDG_CACHE_HOME: 'relative' });
    expect(fs.readdirSync(home).sort()).toEqual(['.cache', 'elsewhere']);
  });

  it('is for the user alone', () => {
    run(['check']);
    expect((fs.statSync(cache).mode & 0o777).toString(8)).toBe('700');
  });

  it.each<readonly [string, Environment, () => void]>([
    ['no HOME', { HOME: undefined }, () => {}],
    ['a HOME that is not there', { HOME: '/nonexistent/home' }, () => {}],
    ['a file in its place', {}, () => fs.writeFileSync(join(home, '.cache'), '')],
    ['others may write to it', {}, () => makeFolder(0o777)],
    ['a link in its place', {}, () => linkFolder()],
  ])('is not used with %s, and the command runs all the same', (_, env, prepare) => {
    prepare();
    for (let time = 0; time < 2; time++) {
      expect(run(['check', '1'], env)).toMatchObject({ status: 1, stderr: '' });
      expect(cacheFiles()).toEqual([]);
    }
  });

  it.skipIf(process.getuid?.() !== 0)('of another user is not used (skipped unless run by root)', () => {
    makeFolder(0o700);
    fs.chownSync(cache, 12345, 12345);
    expect(run(['check', '1'])).toMatchObject({ status: 1, stderr: '' });
    expect(cacheFiles()).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0)('that is read-only does no harm (skipped when run by root)', () => {
    makeFolder(0o500);
    expect(run(['check', '1'])).toMatchObject({ status: 1, stderr: '' });
    fs.chmodSync(cache, 0o700);
    expect(cacheFiles()).toEqual([]);
  });

  function makeFolder(mode: number): void {
    fs.mkdirSync(cache, { recursive: true });
    fs.chmodSync(cache, mode);
  }

  function linkFolder(): void {
    fs.mkdirSync(join(home, '.cache'));
    fs.mkdirSync(join(home, 'target'), { mode: 0o700 });
    fs.symlinkSync(join(home, 'target'), cache);
  }
});

describe.skipIf(nodeCaches)('the code cache (Node 20)', () => {
  it('is written once, for the user alone, under a name that tells versions apart', () => {
    const file = writtenCache();
    expect((fs.statSync(file).mode & 0o777).toString(8)).toBe('600');
    for (const part of ['1.2.3', 'abc', process.version, process.arch, process.versions.v8]) {
      expect(file).toContain(part);
    }
    const { ino } = fs.statSync(file);
    run(['check']);
    expect(fs.statSync(file).ino).toBe(ino);
  });

  it('is not made for a single run, which leaves word that it was there', () => {
    run(['check']);
    expect(cacheFiles().map((file) => fs.statSync(file).size)).toEqual([0]);
    run(['check']);
    expect(cacheFiles().map((file) => fs.statSync(file).size > 1000)).toEqual([true]);
  });

  it('is made anew for all scripts of a run when that of one of them is made', () => {
    const bundle = join(dist, 'cli.cjs');
    const plain = `
function seldomCalled(value) { return [value, value + 1, value * 2].map((one) => ({ one })).filter(({ one }) => one > 1); }
exports.main = async ([, with_]) => (with_ === 'live' ? require('./live.cjs').of(seldomCalled) : 0);
`;
    fs.writeFileSync(bundle, plain);
    fs.writeFileSync(join(dist, 'live.cjs'), 'exports.of = (made) => made(3).length;');
    try {
      const file = writtenCache();
      const { size } = fs.statSync(file);
      expect(run(['check', 'live']).status).toBe(3);
      expect(fs.statSync(file).size).toBe(size);
      expect(run(['check', 'live']).status).toBe(3);
      const withAll = fs.statSync(file);
      expect(withAll.size).toBeGreaterThan(size);
      expect(run(['check', 'live']).status).toBe(3);
      run(['check']);
      expect(fs.statSync(file).ino).toBe(withAll.ino);
    } finally {
      fs.writeFileSync(bundle, CLI);
    }
  });

  it('is what the next run compiles from', () => {
    const file = writtenCache();
    const sound = fs.readFileSync(file);
    // A cache that V8 accepts but that came from another text shows itself by what runs.
    const original = fs.readFileSync(join(dist, 'cli.cjs'), 'utf8');
    try {
      fs.writeFileSync(join(dist, 'cli.cjs'), original.replace('argv, main', 'main, argv'));
      expect(run(['check']).stdout).toMatch(/^\{"argv"/);
    } finally {
      fs.writeFileSync(join(dist, 'cli.cjs'), original);
    }
    expect(fs.readFileSync(file).equals(sound)).toBe(true);
  });

  it.each<readonly [string, (content: Buffer) => Buffer]>([
    ['empty', () => Buffer.alloc(0)],
    ['cut', (content) => content.subarray(0, content.length >> 1)],
    ['something else', () => Buffer.from('not a cache at all')],
    [
      'damaged',
      (content) => content.map((byte, at) => (at > 100 && at % 97 === 0 ? byte ^ 0x5a : byte)) as Buffer,
    ],
  ])('that is %s is replaced', (_, spoil) => {
    const file = writtenCache();
    const sound = fs.readFileSync(file);
    const spoilt = spoil(sound);
    fs.writeFileSync(file, spoilt);
    expect(run(['check', '1'])).toMatchObject({ status: 1, stderr: '' });
    const mended = fs.readFileSync(file);
    expect(mended.equals(spoilt)).toBe(false);
    // As long as before, but for what V8 found worth keeping this time.
    expect(Math.abs(mended.length - sound.length)).toBeLessThan(sound.length / 4);
  });

  it('that others may write to is not trusted', () => {
    const file = writtenCache();
    fs.chmodSync(file, 0o666);
    expect(run(['check', '1'])).toMatchObject({ status: 1, stderr: '' });
    expect((fs.statSync(file).mode & 0o777).toString(8)).toBe('600');
  });

  it('of V8 flags that differ is replaced', () => {
    const file = writtenCache();
    const { ino } = fs.statSync(file);
    expect(run(['check', '1'], { NODE_OPTIONS: '--interpreted-frames-native-stack' })).toMatchObject({
      status: 1,
      stderr: '',
    });
    expect(fs.statSync(file).ino).not.toBe(ino);
  });

  it('goes after 30 days when another is written', () => {
    const file = writtenCache();
    const old = join(cache, '0.0.1-x.code');
    const recent = join(cache, '0.0.2-x.code');
    for (const name of [old, recent]) fs.writeFileSync(name, 'x');
    const days = (count: number) => new Date(Date.now() - count * 24 * 3600 * 1000);
    fs.utimesSync(old, days(31), days(31));
    fs.utimesSync(recent, days(29), days(29));
    fs.truncateSync(file);
    run(['check']);
    expect(cacheFiles().sort()).toEqual([recent, file].sort());
  });
});
