import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../rules/index.ts';
import type { Result } from '../src/engine/result.ts';
import type { Snapshot } from '../src/fact/snapshot.ts';
import { FIXTURES, judgeTexts } from './fixtures.ts';

/** What `npm start` shows: files that are right, and an account in which these faults were planted. */
const PLANTED = [
  // The policy of the execution role names the secret's ARN without its six random characters.
  'secret-reachability/read-denied /containerDefinitions/0/secrets/0/valueFrom',
  // The log group was never made.
  'log-group/group-missing /containerDefinitions/0/logConfiguration/options/awslogs-group',
  // One of the two subnets has no route out of the VPC, and the VPC has no endpoints.
  'secret-reachability/unreachable /containerDefinitions/0/secrets/0/valueFrom',
  'secret-reachability/unreachable /containerDefinitions/0/secrets/1/valueFrom',
  'log-group/logs-unreachable /containerDefinitions/0/logConfiguration/options/awslogs-region',
  'exec-readiness/messages-unreachable /networkConfiguration/awsvpcConfiguration/subnets',
  // The two subnets are small, and mostly taken by functions.
  'subnet-headroom/addresses-exhausted /networkConfiguration/awsvpcConfiguration/subnets',
  // The task role has two of the four actions that ECS Exec takes.
  'exec-readiness/messages-denied /taskRoleArn',
];

/** How long the containers take to start, neither the files nor the account say: only the user knows. */
const UNSAID = ['grace-period/container-check-too-eager', 'grace-period/grace-too-short'];

/** Of all problems that apply to the demo, the part that may be unknown: two of two hundred are. */
const MOST_UNKNOWN = 0.011;

const FOLDER = join(FIXTURES, 'demo/account');
const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8');
const files = ['task-definition.json', 'service.json'].map((file) => ({ file, text: read(file) }));
const snapshot = JSON.parse(read('snapshot.json')) as Snapshot;
const target = { account: snapshot.account, region: snapshot.region };

describe('the demo', () => {
  test('has no finding in its files alone', async () => {
    const offline = await judgeTexts(files, rules);
    expect([offline.findings, offline.inputErrors, offline.crashes]).toEqual([[], [], []]);
  });

  test('has the planted faults in its account, and no other', async () => {
    const { findings, crashes } = await judgeTexts(files, rules, { target, snapshot });
    expect(crashes).toEqual([]);
    const found = findings.map(({ rule, problem, location }) => `${rule}/${problem} ${location.pointer}`);
    expect(found.toSorted()).toEqual(PLANTED.toSorted());
  });

  test('leaves open what nobody recorded, and nothing else', async () => {
    const result = await judgeTexts(files, rules, { target, snapshot });
    const { unknown, decided } = counted(result);
    const share = unknown.length / (unknown.length + decided);
    const percent = (100 * share).toFixed(1);
    process.stdout.write(`unknown in the demo: ${percent} % of ${unknown.length + decided} problems\n`);
    expect(unknown.toSorted()).toEqual(UNSAID);
    expect(share).toBeLessThanOrEqual(MOST_UNKNOWN);
  });

  test('leaves nothing open where the start time is told', async () => {
    // The grace period is 90 s; the container's own check waits 30 s + 3 × 10 s.
    const told = { target, snapshot, options: { startupSeconds: { web: 45 } } };
    expect(counted(await judgeTexts(files, rules, told)).unknown).toEqual([]);
  });
});

/** The problems without a verdict, and the number of those that pass or fail. */
function counted({ verdicts }: Result): { readonly unknown: readonly string[]; readonly decided: number } {
  const all = [...verdicts].flatMap(({ rule, problems }) =>
    Object.entries(problems).map(([problem, is]) => ({ id: `${rule}/${problem}`, is })),
  );
  return {
    unknown: all.filter(({ is }) => is === 'unknown').map(({ id }) => id),
    decided: all.filter(({ is }) => is === 'pass' || is === 'fail').length,
  };
}
