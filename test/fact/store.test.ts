import { expect, test } from 'vitest';
import { type Fact, known } from '../../src/fact/fact.ts';
import type { FactKind } from '../../src/fact/kind.ts';
import { type FactSource, factStore } from '../../src/fact/store.ts';

const role: FactKind<{ readonly arn: string }, { readonly path: string }> = {
  id: 'iam.role',
  noun: 'role',
  actions: ['iam:GetRole'],
  key: ({ arn }) => arn.replace(/^.*role\//, ''),
};

function recording(answer: Fact<unknown> | undefined): FactSource & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    asked,
    answer: async (_kind, query) => {
      asked.push(query);
      return answer as never;
    },
  };
}

test('one question is asked once, however it is spelled', async () => {
  const source = recording(known({ path: '/' }));
  const store = factStore([source]);
  const answers = await Promise.all([
    store.ask(role, { arn: 'arn:aws:iam::123456789012:role/api' }),
    store.ask(role, { arn: 'api' }),
  ]);
  expect(source.asked).toHaveLength(1);
  expect(answers[0]).toBe(answers[1]);
});

test('the first source that knows answers; the others are not asked', async () => {
  const silent = recording(undefined);
  const first = recording(known({ path: '/first/' }));
  const second = recording(known({ path: '/second/' }));
  const answer = await factStore([silent, first, second]).ask(role, { arn: 'api' });
  expect(answer.match<unknown>({ known: ({ path }) => path, absent: () => 0, unknown: () => 0 })).toBe(
    '/first/',
  );
  expect([silent.asked.length, first.asked.length, second.asked.length]).toEqual([1, 1, 0]);
});

test('without a source that knows, the fact is unknown because it is offline', async () => {
  const answer = await factStore([]).ask(role, { arn: 'api' });
  const why = answer.match<unknown>({ known: () => [], absent: () => [], unknown: (reasons) => reasons });
  expect(why).toEqual([{ reason: 'offline', detail: 'role api was not looked up', unlockedBy: '--live' }]);
});
