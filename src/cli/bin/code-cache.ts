/**
 * V8's code cache for Node 20, which has no `module.enableCompileCache`: the compiled functions of a run are
 * kept in the user's cache folder and given back to V8 at the next start. Whatever goes wrong here, the
 * command runs all the same, only slower.
 */
import * as fs from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Script } from 'node:vm';

export type CachedScript = {
  /** Path of a CommonJS bundle that holds ASCII only. */
  readonly file: string;
  /** Differs whenever the bundle does. */
  readonly key: string;
  /** What the bundle calls to load Node's modules and its own neighbours. */
  readonly require: NodeJS.Require;
};

/** Caches older than this, which are those of other versions, are removed when a new one is written. */
const STALE_AFTER_DAYS = 30;

/** MAGIC, then V8's data twice. */
const MAGIC = 0x45435032;
const HEADER_BYTES = 4;

/**
 * The folder for the caches, made if it was not there: `$XDG_CACHE_HOME/ecs-preflight` or
 * `~/.cache/ecs-preflight`. Nothing if there is no such place, or if somebody else could write there: what is
 * in a code cache gets executed.
 */
export function openCacheFolder(): string | undefined {
  try {
    const base = cacheBase();
    if (base === undefined) return undefined;
    const folder = join(base, 'ecs-preflight');
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = fs.lstatSync(folder);
    return found.isDirectory() && isOursAlone(found) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** A relative XDG_CACHE_HOME is invalid and to be ignored (XDG base directory specification). */
function cacheBase(): string | undefined {
  const { XDG_CACHE_HOME: xdg, HOME: home, LOCALAPPDATA: local } = process.env;
  if (xdg !== undefined && isAbsolute(xdg)) return xdg;
  if (process.platform === 'win32') return local !== undefined && isAbsolute(local) ? local : undefined;
  return home !== undefined && isAbsolute(home) ? join(home, '.cache') : undefined;
}

/** Windows has no owners and modes in this sense; its profile folder is the user's own. */
function isOursAlone(found: fs.Stats): boolean {
  return process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o022) === 0);
}

/** Runs the bundle as `require` would and returns its exports; sees to the cache when the process ends. */
export function runCached(script: CachedScript, folder: string): unknown {
  const cacheFile = join(
    folder,
    `${script.key}-${process.version}-${process.arch}-${process.versions.v8}.code`,
  );
  const source = wrapped(script.file);
  const cached = read(cacheFile);
  // Not loaded where nothing is compiled here.
  const vm = require('node:vm') as typeof import('node:vm');
  const compiled = new vm.Script(source, {
    filename: script.file,
    columnOffset: -BEFORE.length,
    ...(cached === undefined ? {} : { cachedData: cached }),
  });
  // At the end, so that the functions that the run compiled are in it.
  if (loaded.length === 0) process.once('exit', keep);
  const missing = cached === undefined || compiled.cachedDataRejected === true;
  loaded.push({ compiled, cacheFile, folder, missing });
  const module = { exports: {} as unknown };
  const body = compiled.runInThisContext() as ModuleFunction;
  body.call(module.exports, module.exports, script.require, module, script.file, join(script.file, '..'));
  return module.exports;
}

/** A script that this process runs, and where its cache is to be. */
interface Loaded {
  readonly compiled: Script;
  readonly cacheFile: string;
  readonly folder: string;
  readonly missing: boolean;
}

const loaded: Loaded[] = [];

/**
 * Makes the caches that are missing, and with them all others of the run anew: a script that was not loaded before is one that is
 * now used otherwise, and calls what the caches of the others do not hold yet.
 */
function keep(): void {
  const missing = loaded.filter((one) => one.missing);
  const first = new Set(missing.filter(({ cacheFile }) => isFirst(cacheFile)));
  if (first.size === missing.length) return;
  for (const one of loaded) if (!first.has(one)) write(one);
}

type ModuleFunction = (
  exports: unknown,
  require: NodeJS.Require,
  module: { exports: unknown },
  filename: string,
  dirname: string,
) => void;

/** As Node wraps a CommonJS module. */
const BEFORE = '(function (exports, require, module, __filename, __dirname) { ';
const AFTER = '\n})';

/**
 * What is read stands here until V8 has it, one file after the other: memory that is touched for the first time costs more than what
 * is done with it. What is not touched costs nothing.
 */
let desk: Buffer | undefined;
const DESK_BYTES = 4 * 1024 * 1024;

function place(bytes: number): Buffer {
  if (bytes > DESK_BYTES) return Buffer.allocUnsafeSlow(bytes);
  desk ??= Buffer.allocUnsafeSlow(DESK_BYTES);
  return desk.subarray(0, bytes);
}

/**
 * The bundle as Node wraps it. It is read into its place, since V8 would copy joined texts; Latin-1 is read without decoding, and is
 * the same for ASCII.
 */
function wrapped(file: string): string {
  const descriptor = fs.openSync(file, 'r');
  try {
    const { size } = fs.fstatSync(descriptor);
    const bytes = place(BEFORE.length + size + AFTER.length);
    put(BEFORE, bytes, 0);
    readWhole(descriptor, bytes.subarray(BEFORE.length, BEFORE.length + size), 0);
    put(AFTER, bytes, BEFORE.length + size);
    return bytes.toString('latin1');
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Puts ASCII there. Letter by letter: `write` of a buffer would first have to be compiled. */
function put(text: string, bytes: Buffer, at: number): void {
  for (let index = 0; index < text.length; index++) bytes[at + index] = text.charCodeAt(index);
}

/** Fills the bytes from a place in the file, which has as many. */
function readWhole(descriptor: number, bytes: Buffer, from: number): void {
  for (let done = 0; done < bytes.length; ) {
    const got = fs.readSync(descriptor, bytes, done, bytes.length - done, from + done);
    if (got === 0) throw new Error('the file became shorter');
    done += got;
  }
}

/** The second copy is compared by as many bytes at a time, all in the same place. */
const PIECE_BYTES = 65_536;

/**
 * V8 crashes on damaged data instead of refusing it, therefore both copies must agree: to compare them takes less time than
 * to load what could compute a checksum.
 */
function read(file: string): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0));
    const found = fs.fstatSync(descriptor);
    const bytes = (found.size - HEADER_BYTES) / 2;
    if (!found.isFile() || !isOursAlone(found) || bytes <= 0 || !Number.isInteger(bytes)) return undefined;
    const header = Buffer.alloc(HEADER_BYTES);
    readWhole(descriptor, header, 0);
    if (header.readUInt32LE(0) !== MAGIC) return undefined;
    const data = place(bytes);
    readWhole(descriptor, data, HEADER_BYTES);
    return isRepeated(data, descriptor, HEADER_BYTES + bytes) ? data : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

/** Does the file hold the same bytes from that place on? */
function isRepeated(data: Buffer, descriptor: number, from: number): boolean {
  const place = Buffer.allocUnsafeSlow(PIECE_BYTES);
  for (let at = 0; at < data.length; at += PIECE_BYTES) {
    const piece = place.subarray(0, Math.min(PIECE_BYTES, data.length - at));
    readWhole(descriptor, piece, from + at);
    if (!piece.equals(data.subarray(at, at + piece.length))) return false;
  }
  return true;
}

/**
 * Did no earlier run leave word in the folder? Then this one does, by an empty file. To make a cache takes a tenth of a run, and
 * many a run is the last in its folder, as those of pipelines are: it is made by whoever comes again, and where a file can stay.
 */
function isFirst(file: string): boolean {
  try {
    fs.closeSync(fs.openSync(file, 'wx', 0o600));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EEXIST';
  }
}

/** By a rename, so that no other process ever reads half a file. */
function write({ compiled, cacheFile: file, folder }: Loaded): void {
  const draft = `${file}.${process.pid}`;
  try {
    const data = compiled.createCachedData();
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32LE(MAGIC, 0);
    fs.writeFileSync(draft, Buffer.concat([header, data, data]), { mode: 0o600, flag: 'wx' });
    fs.renameSync(draft, file);
    removeStale(folder);
  } catch {
    try {
      fs.rmSync(draft, { force: true });
    } catch {
      // A folder that takes no file gives none back.
    }
  }
}

function removeStale(folder: string): void {
  const before = Date.now() - STALE_AFTER_DAYS * 24 * 3600 * 1000;
  for (const name of fs.readdirSync(folder)) {
    const path = join(folder, name);
    if (/\.code(\.\d+)?$/.test(name) && fs.lstatSync(path).mtimeMs < before) fs.rmSync(path, { force: true });
  }
}
