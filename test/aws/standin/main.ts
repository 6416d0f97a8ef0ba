/**
 * A stand-in in a process of its own: `tsx test/aws/standin/main.ts --snapshot FILE [--port N] [--behaviour JSON]`.
 * Prints its address as one line once it listens; `control.ts` says how it is steered from then on.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Snapshot } from '../../../src/fact/snapshot.ts';
import type { Behaviour } from './behaviour.ts';
import { startStandin } from './server.ts';

const { values } = parseArgs({
  options: {
    snapshot: { type: 'string' },
    port: { type: 'string', default: '0' },
    behaviour: { type: 'string', default: '{}' },
  },
});
if (values.snapshot === undefined) throw new Error('--snapshot FILE is missing');
const snapshot = JSON.parse(readFileSync(values.snapshot, 'utf8')) as Snapshot;
const standin = await startStandin(snapshot, JSON.parse(values.behaviour) as Behaviour, {
  port: Number(values.port),
  warm: true,
});
process.stdout.write(`${standin.url}\n`);
