import fc from 'fast-check';
import { expect, test } from 'vitest';
import { absent, type Fact, known } from '../../src/fact/fact.ts';
import type { CollectionKind, ResourceKind } from '../../src/fact/kind.ts';
import { type Asker, liveSource, type Progress } from '../../src/fact/scheduler.ts';
import { factStore } from '../../src/fact/store.ts';
import { auditEstate, estate } from './estate.ts';

interface ByName {
  readonly name: string;
}

function kind(id: string, after: readonly string[] = []): ResourceKind<ByName, string> {
  return { sort: 'resource', id, noun: id, actions: [], after, key: ({ name }) => name };
}

/** Answers each query by its own name and keeps what each call was asked. */
function asker(
  of: ResourceKind<ByName, string>,
  batch: number,
  delay: () => Promise<void> = async () => undefined,
) {
  const calls: string[][] = [];
  const one: Asker<ByName, string> = {
    kind: of,
    batch,
    async ask(queries) {
      calls.push(queries.map(({ name }) => name));
      await delay();
      return queries.map(({ name }) => known(`${of.id} ${name}`));
    },
  };
  return { ...one, calls };
}

function seen(fact: Fact<unknown> | undefined): unknown {
  return fact?.match<unknown>({ known: (value) => value, absent: () => 'absent', unknown: (why) => why });
}

const after = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

test('a kind that nobody answers is not its own', async () => {
  const source = liveSource([asker(kind('a'), 10)], []);
  expect(await source.answer(kind('b'), { name: '1' })).toBeUndefined();
});

test('a full batch leaves at once, a partial one when no more can come', async () => {
  const roles = asker(kind('role'), 3);
  const source = liveSource([roles], []);
  const answers = ['1', '2', '3', '4'].map((name) => source.answer(roles.kind, { name }));
  expect(roles.calls).toEqual([['1', '2', '3']]);
  expect((await Promise.all(answers)).map(seen)).toEqual(['role 1', 'role 2', 'role 3', 'role 4']);
  expect(roles.calls).toEqual([['1', '2', '3'], ['4']]);
});

test('a partial batch waits for what leads to more questions, through kinds between', async () => {
  const service = asker(kind('service'), 1, () => after(5));
  const task = asker(kind('task', ['service']), 10);
  const role = asker(kind('role', ['task']), 10);
  const source = liveSource([role, service, task], []);
  await Promise.all([
    source.answer(role.kind, { name: 'early' }),
    ...['1', '2', '3'].map(async (name) => {
      await source.answer(service.kind, { name });
      await source.answer(task.kind, { name });
      await source.answer(role.kind, { name });
    }),
  ]);
  expect(task.calls).toEqual([['1', '2', '3']]);
  expect(role.calls).toEqual([['early', '1', '2', '3']]);
});

test('questions of different groups do not share a call', async () => {
  const group = ({ name }: ByName) => name.slice(0, 2);
  const one = { ...asker(kind('a'), 10), group };
  const source = liveSource([one], []);
  await Promise.all(['eu1', 'us1', 'eu2'].map((name) => source.answer(one.kind, { name })));
  expect(one.calls).toEqual([['eu1', 'eu2'], ['us1']]);
});

test('what is held goes when who held it has asked all, whoever else asks on', async () => {
  const roles = asker(kind('role'), 10);
  const source = liveSource([roles], []);
  const first = source.hold?.();
  const answers = [source.answer(roles.kind, { name: '1' })];
  await after(150);
  answers.push(source.answer(roles.kind, { name: '2' }));
  await after(5);
  expect(roles.calls).toEqual([]);
  const second = source.hold?.();
  first?.();
  await Promise.all(answers);
  expect(roles.calls).toEqual([['1', '2']]);
  const late = source.answer(roles.kind, { name: '3' });
  await after(5);
  expect(roles.calls).toHaveLength(1);
  second?.();
  expect(seen(await late)).toBe('role 3');
});

test('one question is asked once', async () => {
  const one = asker(kind('a'), 10);
  const source = liveSource([one], []);
  await Promise.all([source.answer(one.kind, { name: '1' }), source.answer(one.kind, { name: '1' })]);
  await source.answer(one.kind, { name: '1' });
  expect(one.calls).toEqual([['1']]);
});

test('a lister takes one scope a call unless it says otherwise', async () => {
  const members: CollectionKind<ByName, string> = {
    sort: 'collection',
    id: 'members',
    noun: 'members of',
    actions: [],
    key: ({ name }) => name,
    member: 'member',
    idOf: (member) => member,
  };
  const scopes: string[][] = [];
  const list = async (asked: readonly ByName[]) => {
    scopes.push(asked.map(({ name }) => name));
    return asked.map(({ name }) => known({ members: [name], complete: true as const }));
  };
  const alone = liveSource([], [{ kind: members, list }]);
  await Promise.all(['1', '2'].map((name) => alone.list(members, { name })));
  expect(scopes.splice(0)).toEqual([['1'], ['2']]);
  const together = liveSource([], [{ kind: members, list, batch: 2 }]);
  const listings = await Promise.all(['1', '2'].map((name) => together.list(members, { name })));
  expect(scopes).toEqual([['1', '2']]);
  expect(listings.map(seen)).toEqual([
    { members: ['1'], complete: true },
    { members: ['2'], complete: true },
  ]);
});

test.each<[what: string, ask: Asker<ByName, string>['ask'], detail: string]>([
  ['rejects', () => Promise.reject(new Error('socket hang up')), 'socket hang up'],
  [
    'throws',
    () => {
      throw new TypeError('no client');
    },
    'no client',
  ],
  ['answers too little', async () => [absent()], '1 answers came to 2 questions'],
])('an asker that %s makes its questions unknown, and no others', async (_what, ask, detail) => {
  const broken = { kind: kind('broken'), batch: 2, ask };
  const whole = asker(kind('whole', ['broken']), 10);
  const source = liveSource([broken, whole], []);
  const [first, second, other] = await Promise.all([
    source.answer(broken.kind, { name: '1' }),
    source.answer(broken.kind, { name: '2' }),
    source.answer(whole.kind, { name: '3' }),
  ]);
  expect([seen(first), seen(second)]).toEqual([
    [{ reason: 'error', detail: `broken 1 could not be read: ${detail}` }],
    [{ reason: 'error', detail: `broken 2 could not be read: ${detail}` }],
  ]);
  expect(seen(other)).toBe('whole 3');
});

test('kinds that would wait for each other, or are served twice, are refused', () => {
  expect(() => liveSource([asker(kind('a', ['b']), 1), asker(kind('b', ['a']), 1)], [])).toThrow(
    'wait for each other',
  );
  expect(() => liveSource([asker(kind('a'), 1), asker(kind('a'), 1)], [])).toThrow('a is served twice');
});

test('progress counts up to every question answered', async () => {
  const told: Progress[] = [];
  const one = asker(kind('role'), 2);
  const source = liveSource([one], [], { onProgress: (progress) => told.push(progress) });
  await Promise.all(['1', '2', '3'].map((name) => source.answer(one.kind, { name })));
  expect(told.at(-1)).toEqual({ kind: 'role', asked: 3, answered: 3, calls: 2 });
});

test('whatever leads to what, every question has its answer', async () => {
  const graphs = fc.array(
    fc.record({
      batch: fc.integer({ min: 1, max: 4 }),
      after: fc.array(fc.nat(), { maxLength: 3 }),
      delay: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(
      graphs,
      fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), { maxLength: 12 }),
      async (graph, walks) => {
        // A kind comes after kinds of lower number, so that there is no cycle; questions walk in any order.
        const askers = graph.map(({ batch, after: upstream, delay }, at) =>
          asker(kind(`k${at}`, at === 0 ? [] : upstream.map((n) => `k${n % at}`)), batch, () => after(delay)),
        );
        const source = liveSource([...askers].reverse(), []);
        await Promise.all(
          walks.map(async (walk, name) => {
            for (const step of walk) {
              const { kind: of } = askers[step % askers.length] as Asker<ByName, string>;
              expect(seen(await source.answer(of, { name: `${name % 5}` }))).toBe(`${of.id} ${name % 5}`);
            }
          }),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test.each([1, 2, 3])(
  'an audit of 1,000 services takes no more calls than it must (seed %i)',
  async (seed) => {
    const account = estate({ services: 1000, taskDefinitions: 300, roles: 40, subnets: 12 }, seed);
    const answers = await auditEstate(factStore([liveSource(account.askers, account.listers)]));
    expect(answers).toHaveLength(1000);
    const calls = Object.fromEntries([...account.asked].map(([kind, asked]) => [kind, asked.calls]));
    // ⌈distinct keys ÷ batch⌉ of each, known before anything ran; 250 services in each of four clusters.
    expect(calls).toEqual({
      'ecs.clusters': 1,
      'ecs.service-arns': 4,
      'ecs.service': 4 * 25,
      'ecs.task-definition': 300,
      'iam.role': 40,
      'iam.attached-role-policies': 40,
      'ssm.parameter': 600 / 50,
      'elbv2.target-group': 1000 / 20,
      'ec2.subnet': 1,
      'ec2.vpc-endpoints': 1,
    });
  },
);

test('the answers do not depend on how long each took', async () => {
  const audits = [7, 8].map((seed) => {
    const account = estate({ services: 120, taskDefinitions: 30, roles: 9, subnets: 5 }, seed);
    return auditEstate(factStore([liveSource(account.askers, account.listers)]));
  });
  const [one, other] = await Promise.all(audits);
  expect(one).toEqual(other);
});
