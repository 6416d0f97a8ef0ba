import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keepAliveScript } from '../../../../src/diagnose/session/keep-alive.ts';

const STAND_IN = fileURLToPath(new URL('./aws.mjs', import.meta.url));

/** The script is written for bash; where there is none its tests are skipped, which the runner shows. */
export const HAS_BASH = process.platform === 'linux' && spawnSync('bash', ['-c', 'exit 0']).status === 0;

/** What becomes of a session: it fails at once, or opens its port and dies, or stops answering, after so many connections. */
interface Fate {
  readonly fails?: string;
  readonly opens?: boolean;
  readonly diesAfter?: number;
  readonly closesAfter?: number;
  readonly says?: string;
  readonly refuses?: boolean;
  readonly status?: number;
}

interface Answer {
  readonly says?: string;
  readonly fails?: string;
  readonly hangs?: boolean;
}

export interface Scenario {
  readonly sessions: readonly Fate[];
  readonly answers?: Readonly<Record<string, readonly Answer[]>>;
}

interface Call {
  readonly pid: number;
  readonly call: string;
  readonly id?: string;
  readonly target?: string;
  readonly words?: readonly string[];
}

export interface Running {
  readonly port: string;
  readonly folder: string;
  readonly calls: () => readonly Call[];
  readonly targets: () => readonly (string | undefined)[];
  readonly said: () => string;
  /** Seconds of which the loop said that it waits so long before the next attempt. */
  readonly delays: () => readonly number[];
  readonly until: (what: string, reached: () => boolean) => Promise<void>;
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>;
  readonly ended: Promise<number | null>;
  /** Pids of all that was started and still runs. */
  readonly orphans: () => readonly number[];
  /** Waits for the end of all that was started: what the loop ended as it went ends a moment after it. */
  readonly allGone: () => Promise<void>;
}

export interface Circumstances {
  readonly target?: string;
  readonly settings?: Readonly<Record<string, number>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: string;
}

/** Runs the loop with a `sleep` that takes a fiftieth of a second, or a fifth where it is asked for one second. */
export async function run(
  args: readonly string[],
  scenario: Scenario,
  { target = '', settings, env = {}, port }: Circumstances = {},
): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'ecs-preflight-loop-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(folder, 'scenario.json'), JSON.stringify(scenario));
  writeFileSync(join(folder, 'calls.jsonl'), '');
  program(join(bin, 'aws'), `exec '${process.execPath}' '${STAND_IN}' "$@"`);
  // A second is what the loop waits for a program to start or to end, which takes real time.
  program(join(bin, 'sleep'), 'if [ "$1" -eq 1 ]; then exec /bin/sleep 0.2; else exec /bin/sleep 0.02; fi');
  program(join(bin, 'login'), `printf '{"pid":%s,"call":"login"}\\n' "$$" >>'${folder}/calls.jsonl'`);
  const script = join(folder, 'keep-alive.sh');
  let text = keepAliveScript(target);
  for (const [name, value] of Object.entries({ start_timeout: 300, ...settings })) {
    const setting = new RegExp(`^${name}=\\d+`, 'm');
    if (!setting.test(text)) throw new Error(`the script has no setting ${name}`);
    text = text.replace(setting, `${name}=${value}`);
  }
  writeFileSync(script, text);
  const local = port ?? (await freePort());
  const child = spawn('bash', [script, '--port', '5432', '--local-port', local, ...args], {
    env: { PATH: `${bin}:${process.env['PATH']}`, TMPDIR: folder, STAND_IN: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return observed(child, folder, local);
}

function observed(child: ChildProcess, folder: string, port: string): Running {
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => resolve(code));
  });
  let over = false;
  ended.then(() => {
    over = true;
  });
  const calls = () =>
    readFileSync(join(folder, 'calls.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Call);
  const orphans = () => [...new Set(calls().map(({ pid }) => pid))].filter(lives);
  return {
    port,
    folder,
    calls,
    targets: () => calls().flatMap(({ call, target }) => (call === 'start-session' ? [target] : [])),
    said: () => said,
    delays: () => [...said.matchAll(/next attempt in (\d+) s/g)].map(([, seconds]) => Number(seconds)),
    async until(what, reached) {
      while (!reached()) {
        if (over) throw new Error(`the loop ended before: ${what}\n${said}`);
        await aMoment();
      }
    },
    async stop(signal) {
      child.kill(signal);
      return ended;
    },
    ended,
    orphans,
    async allGone() {
      while (orphans().length > 0) await aMoment();
    },
  };
}

function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10));
}

function program(file: string, body: string): void {
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
}

function lives(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  // A process that has ended and that nobody has waited for is none any more.
  return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

/** A port on which nothing listens. */
async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return String(address.port);
}

export function discard({ folder }: Running): void {
  rmSync(folder, { recursive: true, force: true });
}
