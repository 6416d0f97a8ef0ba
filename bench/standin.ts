import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Snapshot } from '../src/fact/snapshot.ts';
import type { Behaviour } from '../test/aws/standin/behaviour.ts';
import { CONTROL } from '../test/aws/standin/control.ts';
import type { Call } from '../test/aws/standin/front.ts';

const MAIN = fileURLToPath(new URL('../test/aws/standin/main.ts', import.meta.url));

/** A stand-in in a process of its own, so that what it does costs the measured process nothing. */
export interface StandinProcess {
  readonly url: string;
  /** Replaces its behaviour and forgets its calls. */
  behave(behaviour: Behaviour): Promise<void>;
  calls(): Promise<readonly Call[]>;
  close(): void;
}

export async function standinProcess(snapshot: Snapshot, folder: string): Promise<StandinProcess> {
  const file = join(folder, 'estate.json');
  writeFileSync(file, JSON.stringify(snapshot));
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, '--snapshot', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the stand-in ended with code ${code}`)));
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
  });
  const control = (path: string, init?: RequestInit) => fetch(`${url}${CONTROL}${path}`, init);
  return {
    url,
    async behave(behaviour) {
      await control('behaviour', { method: 'POST', body: JSON.stringify(behaviour) });
      await control('reset', { method: 'POST' });
    },
    calls: async () => (await control('calls')).json() as Promise<readonly Call[]>,
    close: () => child.kill(),
  };
}
