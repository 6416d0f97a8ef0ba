import { absent, type Fact, known, unknown } from '../fact/fact.ts';
import type { ResourceKind } from '../fact/kind.ts';
import { clock, type SessionManagerPlugin, sessionManagerPlugin } from '../fact/kinds/local.ts';
import type { FactSource } from '../fact/store.ts';

const PATIENCE_MS = 5_000;

/** What is installed here, and what time it is. */
export function localSource(now: string): FactSource {
  return {
    async answer<Query, Value>(kind: ResourceKind<Query, Value>): Promise<Fact<Value> | undefined> {
      if (kind.id === clock.id) return known({ now }) as Fact<unknown> as Fact<Value>;
      if (kind.id !== sessionManagerPlugin.id) return undefined;
      return (await pluginVersion()) as Fact<unknown> as Fact<Value>;
    },
    list: async () => undefined,
  };
}

async function pluginVersion(): Promise<Fact<SessionManagerPlugin>> {
  // Loading it takes milliseconds, of which most runs have no use.
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    execFile('session-manager-plugin', ['--version'], { timeout: PATIENCE_MS }, (error, stdout) => {
      const version = /^\d+(?:\.\d+){1,3}$/.exec(stdout.trim())?.[0];
      if (version !== undefined) resolve(known({ version }));
      else if (error && 'code' in error && error.code === 'ENOENT') resolve(absent());
      else resolve(unknown({ reason: 'error', detail: 'session-manager-plugin --version says no version' }));
    });
  });
}
