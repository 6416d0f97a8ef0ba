import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../src/aws/index.ts';
import type { Why } from '../../src/fact/fact.ts';
import { policy, role } from '../../src/fact/kinds/iam.ts';
import { rawKinds } from '../../src/fact/kinds/index.ts';
import { opened, SHORT } from './client/open.ts';
import { type Question, questions } from './client/questions.ts';
import type { FaultSort } from './standin/behaviour.ts';
import { POLICY, sample } from './standin/sample.ts';
import { type Standin, startStandin } from './standin/server.ts';

let standin: Standin;
let session: Session;

beforeAll(async () => {
  standin = await startStandin(sample, {}, { warm: true });
});
afterAll(() => standin.close());
beforeEach(async () => {
  standin.behave({});
  session = await opened(standin.url, { deadlines: { ...SHORT.deadlines, answerMs: 250 } });
});
afterEach(() => session.close());

/** What the source says: a listing that is not complete counts as unknown, as the fact store counts it. */
async function answer({ kind, query }: Question): Promise<'known' | 'absent' | readonly Why[]> {
  const { source } = session;
  if (kind.sort === 'resource') {
    const fact = await source.answer(kind, query);
    if (!fact) throw new Error(`nobody answers ${kind.id}`);
    return fact.match<'known' | 'absent' | readonly Why[]>({
      known: () => 'known',
      absent: () => 'absent',
      unknown: (why) => why,
    });
  }
  const listing = await source.list(kind, query);
  if (!listing) throw new Error(`nobody lists ${kind.id}`);
  return listing.match<'known' | 'absent' | readonly Why[]>({
    known: ({ complete }) => (complete === true ? 'known' : complete),
    absent: () => 'absent',
    unknown: (why) => why,
  });
}

const cases = questions.flatMap((question) =>
  question.operations.map((operation) => [`${question.kind.id}, ${operation}`, operation, question] as const),
);

test('every raw kind that AWS answers is asked here', () => {
  const asked = new Set(questions.map(({ kind }) => kind.id));
  const local = [
    'local.clock',
    'local.session-manager-plugin',
    'servicediscovery.service',
    'sts.caller-identity',
    'sts.caller-credentials',
    'vpclattice.target-group',
  ];
  expect([...asked, ...local].sort()).toEqual(rawKinds.map(({ id }) => id).sort());
});

describe('a denied operation makes the fact unknown and names its IAM action', () => {
  test.for(cases)('%s', async ([, operation, question]) => {
    standin.behave({ faults: [{ operation, sort: 'denied' }] });
    const action = question.action ?? operation;
    const why = await answer(question);
    expect(why).toEqual([
      {
        reason: 'access-denied',
        detail: expect.stringContaining(`AWS denies ${action} (because no identity-based policy allows`),
        unlockedBy: action,
      },
    ]);
  });
});

test('operations that stay throttled make the facts unknown', async () => {
  standin.behave({ faults: [{ operation: '*', sort: 'throttled' }] });
  const answers = await Promise.all(questions.map(answer));
  expect(answers.map((why) => why[0])).toEqual(
    questions.map(({ operations: [first] }) => ({
      reason: 'throttled',
      detail: expect.stringContaining(`AWS kept throttling ${first}`),
    })),
  );
});

describe('an internal error of the service makes the fact unknown', () => {
  test.for(cases)('%s', async ([, operation, question]) => {
    standin.behave({ faults: [{ operation, sort: 'server-error' }] });
    expect(await answer(question)).toEqual([
      {
        reason: 'error',
        detail: expect.stringMatching(/could not be read: [\w ]+ failed \(HTTP 50\d \w+\)$/),
      },
    ]);
  });
});

describe('credentials that expire during the run make the fact unknown', () => {
  test.for(cases)('%s', async ([, operation, question]) => {
    standin.behave({ faults: [{ operation, sort: 'expired' }] });
    expect(await answer(question)).toEqual([
      { reason: 'error', detail: expect.stringMatching(/could not be read: the credentials expired$/) },
    ]);
  });
});

/** One operation of each protocol. */
const protocols = cases.filter(([, operation]) =>
  [
    'ecs:DescribeClusters',
    'iam:GetRole',
    'ec2:DescribeSubnets',
    's3:GetBucketEncryption',
    'route53:ListHostedZonesByVPC',
  ].includes(operation),
);

describe.for<[FaultSort, RegExp]>([
  ['unavailable', /: [\w ]+ failed \(HTTP 503\)$/],
  ['reset', /the connection to [\w ]+ failed \(ECONNRESET\)$/],
  ['truncated', /the answer of [\w ]+ could not be understood \(/],
  ['html', /the answer of [\w ]+ could not be understood \(/],
  ['timeout', /did not answer in time$/],
])('%s', ([sort, detail]) => {
  test.for(protocols)('%s', async ([, operation, question]) => {
    standin.behave({ faults: [{ operation, sort }] });
    expect(await answer(question)).toEqual([{ reason: 'error', detail: expect.stringMatching(detail) }]);
  });
});

test('an operation that never answers is given up, and the others are not', async () => {
  standin.behave({ faults: [{ operation: 'iam:GetRole', sort: 'timeout' }] });
  standin.reset();
  const roles = Array.from({ length: 60 }, (_, at) => ({
    kind: role,
    query: { role: `r${at}` },
    operations: [],
  }));
  const answers = await Promise.all(roles.map(answer));
  expect(answers).toEqual(
    roles.map(({ query }) => [
      { reason: 'error', detail: `role ${query.role} could not be read: IAM did not answer in time` },
    ]),
  );
  // Those that were under way at once, ten, and their second and third attempts; not 180.
  expect(standin.calls.length).toBeLessThanOrEqual(40);
  expect(await answer({ kind: policy, query: { arn: POLICY }, operations: [] })).toBe('known');
});
