import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../src/aws/index.ts';
import type { Reason } from '../../src/fact/fact.ts';
import { rawKinds } from '../../src/fact/kinds/index.ts';
import { REGION } from '../estate/place.ts';
import { opened } from './client/open.ts';
import { actionsOf } from './standin/access.ts';
import type { Behaviour, Fault, FaultSort } from './standin/behaviour.ts';
import { everyQuestion, type Question } from './standin/every-question.ts';
import { type Standin, startStandin } from './standin/server.ts';
import { wholeAccount } from './standin/whole-account.ts';

/** What the source says of a question, to be compared: JSON for what is known, else the state and its reasons. */
type Answer =
  | { readonly known: unknown }
  | 'absent'
  | { readonly unknown: readonly Reason[]; readonly unlockedBy: readonly (string | undefined)[] };

type Answers = ReadonlyMap<string, Answer>;

const CALLS = [...new Set(everyQuestion.flatMap(({ calls }) => calls))];
const SERVICES = [...new Set(CALLS.map(serviceOf))];

/** How a service may fail at once, and what that makes of its facts; those that never answer have tests of their own. */
const FAILURES: readonly (readonly [FaultSort, Reason])[] = [
  ['denied', 'access-denied'],
  ['throttled', 'throttled'],
  ['server-error', 'error'],
  ['reset', 'error'],
  ['truncated', 'error'],
  ['html', 'error'],
];
/**
 * In each round every service fails in another way, and one in seven not at all; after seven rounds each has failed in all
 * ways.
 */
const ROUNDS = Array.from({ length: FAILURES.length + 1 }, (_, round) =>
  SERVICES.map((service, index) => {
    const [sort, reason] = FAILURES[(index + round) % (FAILURES.length + 1)] ?? [];
    return { service, sort, reason };
  }),
);
/** Each operation is denied in a set of rounds of its own: those where its number has a one, as binary numbers go. */
const DENIALS = Array.from({ length: Math.ceil(Math.log2(CALLS.length + 1)) }, (_, bit) =>
  CALLS.filter((_call, index) => ((index + 1) >> bit) & 1),
);

/** One for each round: they run at once, because most of their time is waiting. */
const standins: Standin[] = [];
let good: Answers;

beforeAll(async () => {
  for (const _ of ROUNDS) standins.push(await startStandin(wholeAccount, {}, { warm: true }));
  good = await answers(at(0), {});
});
afterAll(() => Promise.all(standins.map((standin) => standin.close())));

test('every raw kind that AWS answers is asked, and known as the account holds it', () => {
  const ofAws = rawKinds.filter(({ actions }) => actions.length > 0);
  expect([...good.keys()].sort()).toEqual(ofAws.map(({ id }) => id).sort());
  expect([...good].filter(([, answer]) => typeof answer !== 'object' || !('known' in answer))).toEqual([]);
});

test('small pages tell the same', async () => {
  expect(await answers(at(0), { pageCap: 1 })).toEqual(good);
});

test('a service that fails makes its own facts unknown, and nobody else notices', async () => {
  const seen = await Promise.all(
    ROUNDS.map((round, index) => {
      const faults = round.flatMap(({ service, sort }) =>
        sort ? [{ operation: `${service}:*`, sort }] : [],
      );
      return answers(at(index), { faults });
    }),
  );
  for (const [index, round] of ROUNDS.entries()) {
    for (const { service, sort, reason } of round) {
      for (const { kind } of everyQuestion.filter(({ calls }) => serviceOf(calls[0] ?? '') === service)) {
        const answer = seen[index]?.get(kind.id);
        if (reason === undefined) expect(answer, kind.id).toEqual(good.get(kind.id));
        else expect(reasonsOf(answer), `${kind.id}, ${sort}`).toEqual([reason]);
      }
    }
  }
});

test('each operation that is denied names its IAM action, and leaves all others alone', async () => {
  const seen = await Promise.all(
    DENIALS.map((denied, index) =>
      answers(at(index), { faults: denied.map((operation) => ({ operation, sort: 'denied' })) }),
    ),
  );
  for (const [index, denied] of DENIALS.entries()) {
    for (const { kind, calls } of everyQuestion) {
      const answer = seen[index]?.get(kind.id);
      const missing = calls.filter((call) => denied.includes(call)).flatMap((call) => actionsOf(call)[0]);
      if (missing.length === 0) expect(answer, kind.id).toEqual(good.get(kind.id));
      else {
        expect(reasonsOf(answer), kind.id).toEqual(['access-denied']);
        for (const action of unlockersOf(answer)) expect(missing, kind.id).toContain(action);
      }
    }
  }
});

describe('what never answers', () => {
  test('makes every fact unknown', async () => {
    const faults = SERVICES.map((service) => ({ operation: `${service}:*`, sort: 'timeout' as const }));
    const seen = await answers(at(0), { faults }, downstreamFirst());
    for (const { kind } of everyQuestion) expect(reasonsOf(seen.get(kind.id)), kind.id).toEqual(['error']);
  });

  test('holds up nobody else', async () => {
    const operation = 'logs:DescribeLogStreams';
    const seen = await answers(at(1), { faults: [{ operation, sort: 'timeout' }] });
    expect(reasonsOf(seen.get('logs.recent-streams'))).toEqual(['error']);
    const others = (all: Answers) => [...all].filter(([id]) => id !== 'logs.recent-streams');
    expect(others(seen)).toEqual(others(good));
  });
});

test('what is not found is absent, or an empty collection, never unknown', async () => {
  const seen = await answers(at(0), { faults: [{ operation: '*', sort: 'not-found' }] });
  for (const { kind, notFound } of everyQuestion) {
    const answer = seen.get(kind.id);
    if (notFound === 'absent') expect(answer, kind.id).toBe('absent');
    else if (notFound === 'empty')
      expect(answer, kind.id).toEqual({ known: { members: [], complete: true } });
    else expect(answer, kind.id).toHaveProperty('known');
  }
});

test('a listing whose second page fails is never short, and never complete', async () => {
  const faults: readonly Fault[] = [{ operation: '*', sort: 'server-error', laterPages: true }];
  const standin = at(0);
  const paged: string[] = [];
  standin.reset();
  for (const question of everyQuestion) {
    const before = standin.calls.length;
    const answer = (await answers(standin, { pageCap: 1, faults }, [question])).get(question.kind.id);
    const more = standin.calls.slice(before).some(({ laterPage }) => laterPage);
    if (more) {
      paged.push(question.kind.id);
      expect(reasonsOf(answer), question.kind.id).toEqual(['error']);
    } else {
      expect(answer, question.kind.id).toEqual(good.get(question.kind.id));
    }
  }
  expect(paged.sort()).toEqual(PAGED);
});

/** The kinds that AWS answers in pages; the recent log streams are those of the first page by their definition. */
const PAGED = [
  'ec2.egress-only-internet-gateways',
  'ec2.internet-gateways',
  'ec2.nat-gateways',
  'ec2.network-acls',
  'ec2.network-interfaces',
  'ec2.peering-connections',
  'ec2.prefix-list',
  'ec2.route-tables',
  'ec2.subnets',
  'ec2.vpc-endpoints',
  'ecs.account-settings',
  'ecs.clusters',
  'ecs.container-instances',
  'ecs.running-tasks',
  'ecs.service-arns',
  'iam.attached-role-policies',
  'iam.role-policies',
  'kms.grants',
  'organizations.control-policies',
  'route53.private-hosted-zones',
];

/** Asks a stand-in that behaves so, through a session of its own. STS, which opens it, never fails here. */
async function answers(
  standin: Standin,
  behaviour: Behaviour,
  questions: readonly Question[] = everyQuestion,
): Promise<Answers> {
  standin.behave(behaviour);
  const hangs = behaviour.faults?.some(({ sort }) => sort === 'timeout');
  const session = await opened(standin.url, {
    region: REGION,
    retryWaits: 0,
    concurrency: 100,
    deadlines: { connectMs: 5000, answerMs: hangs ? 1000 : 20_000 },
  });
  try {
    const asked: Promise<readonly [string, Answer]>[] = [];
    for (const question of questions) {
      asked.push(ask(session, question).then((answer) => [question.kind.id, answer] as const));
      // What was asked leaves before the next question comes.
      if (hangs) await pause(5);
    }
    return new Map(await Promise.all(asked));
  } finally {
    session.close();
  }
}

/** Questions wait for those that commonly lead to them; in this order none waits, and all hang at the same time. */
function downstreamFirst(): readonly Question[] {
  const kinds = new Map(everyQuestion.map(({ kind }) => [kind.id, kind]));
  const depth = (id: string): number =>
    1 + Math.max(0, ...(kinds.get(id)?.after ?? []).map((before) => depth(before)));
  return everyQuestion.toSorted((a, b) => depth(b.kind.id) - depth(a.kind.id));
}

async function ask({ source }: Session, { kind, query }: Question): Promise<Answer> {
  const told = {
    absent: () => 'absent' as const,
    unknown: (why: readonly { readonly reason: Reason; readonly unlockedBy?: string }[]) => ({
      unknown: why.map(({ reason }) => reason),
      unlockedBy: why.map(({ unlockedBy }) => unlockedBy),
    }),
  };
  if (kind.sort === 'resource') {
    const fact = await source.answer(kind, query);
    if (!fact) throw new Error(`nobody answers ${kind.id}`);
    return fact.match<Answer>({ known: (value) => ({ known: value }), ...told });
  }
  const fact = await source.list(kind, query);
  if (!fact) throw new Error(`nobody lists ${kind.id}`);
  return fact.match<Answer>({
    known: (listing) => (listing.complete === true ? { known: listing } : told.unknown(listing.complete)),
    ...told,
  });
}

/** The different reasons of an unknown; none of anything else. */
function reasonsOf(answer: Answer | undefined): readonly Reason[] {
  return typeof answer === 'object' && 'unknown' in answer ? [...new Set(answer.unknown)] : [];
}

function unlockersOf(answer: Answer | undefined): readonly (string | undefined)[] {
  return typeof answer === 'object' && 'unknown' in answer ? answer.unlockedBy : [];
}

function at(index: number): Standin {
  const standin = standins[index];
  if (!standin) throw new Error('there is no such stand-in');
  return standin;
}

function serviceOf(call: string): string {
  return call.slice(0, call.indexOf(':'));
}
