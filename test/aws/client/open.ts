import { openSession, type Session, type SessionOptions } from '../../../src/aws/index.ts';
import type { Facts } from '../../../src/fact/kind.ts';
import { factStore } from '../../../src/fact/store.ts';
import { CREDENTIALS } from '../../credentials.ts';

/** Deadlines and waits that keep tests short. */
export const SHORT = { deadlines: { connectMs: 1000, answerMs: 1500 }, retryWaits: 0.001 } as const;

/** The SDK reads the environment of the process, which the command hands over as it is. */
export function setEnvironment(variables: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) process.env[name] = value;
}

export async function opened(endpointUrl: string, options: Partial<SessionOptions> = {}): Promise<Session> {
  setEnvironment(CREDENTIALS);
  const session = await openSession({
    endpointUrl,
    region: 'eu-west-1',
    env: process.env,
    ...SHORT,
    ...options,
  });
  if ('problem' in session) throw new Error(session.message);
  return session;
}

export function factsOf(session: Session): Facts {
  return factStore([session.source]);
}
