import { describe, expect, test } from 'vitest';
import type { AnyRawKind } from '../../src/fact/kind.ts';
import { rawKinds } from '../../src/fact/kinds/index.ts';
import { upstreamOf } from '../../src/fact/upstream.ts';

const byId = new Map(rawKinds.map((kind) => [kind.id, kind]));

function kind(id: string): AnyRawKind {
  const found = byId.get(id);
  if (!found) throw new Error(`no kind ${id}`);
  return found;
}

test('every kind has an id of its own', () => {
  const ids = rawKinds.map(({ id }) => id);
  expect([...new Set(ids)]).toEqual(ids);
});

test('every kind comes after kinds that exist', () => {
  for (const { id, after = [] } of rawKinds)
    for (const other of after) expect(byId.has(other), `${id} after ${other}`).toBe(true);
});

test('no kind waits for itself', () => {
  const upstream = upstreamOf(rawKinds);
  for (const { id } of rawKinds) expect([...(upstream.get(id) ?? [])]).not.toContain(id);
});

test('kinds that would wait for each other are refused', () => {
  const one = (id: string, after: readonly string[]): AnyRawKind => ({
    sort: 'resource',
    id,
    noun: id,
    actions: [],
    after,
    key: () => '',
  });
  expect(() => upstreamOf([one('a', ['c']), one('b', ['a']), one('c', ['b'])])).toThrow(
    'kinds of fact wait for each other',
  );
});

test('the members of a collection are no kind of collection', () => {
  const collections = new Set(rawKinds.flatMap(({ sort, id }) => (sort === 'collection' ? [id] : [])));
  for (const each of rawKinds)
    if (each.sort === 'collection') expect(collections, each.id).not.toContain(each.member);
});

describe('one thing has one key, however it is asked', () => {
  test.each<[id: string, key: string, ...queries: unknown[]]>([
    ['ecs.cluster', 'prod', { name: 'prod' }, { name: 'arn:aws:ecs:eu-west-1:111122223333:cluster/prod' }],
    [
      'ecs.service',
      'prod/api',
      { cluster: 'prod', name: 'api' },
      {
        cluster: 'arn:aws:ecs:eu-west-1:111122223333:cluster/prod',
        name: 'arn:aws:ecs:eu-west-1:111122223333:service/prod/api',
      },
      { cluster: 'prod', name: 'arn:aws:ecs:eu-west-1:111122223333:service/api' },
    ],
    [
      'ecs.task-definition',
      'api:42',
      { ref: 'api:42' },
      { ref: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/api:42' },
    ],
    [
      'iam.role',
      'api-task',
      { role: 'api-task' },
      { role: 'arn:aws:iam::111122223333:role/api-task' },
      { role: 'arn:aws:iam::111122223333:role/teams/web/api-task' },
    ],
    [
      'autoscaling.group',
      'workers',
      { name: 'workers' },
      {
        name: 'arn:aws:autoscaling:eu-west-1:111122223333:autoScalingGroup:0c1d:autoScalingGroupName/workers',
      },
    ],
    [
      'applicationautoscaling.scalable-target',
      'service/prod/api',
      { cluster: 'prod', service: 'api' },
      {
        cluster: 'arn:aws:ecs:eu-west-1:111122223333:cluster/prod',
        service: 'arn:aws:ecs:eu-west-1:111122223333:service/prod/api',
      },
    ],
    [
      'iam.simulation',
      'r a * aws:x=1 aws:y=2',
      { principal: 'r', action: 'a', resource: '*', context: { 'aws:x': '1', 'aws:y': '2' } },
      { principal: 'r', action: 'a', resource: '*', context: { 'aws:y': '2', 'aws:x': '1' } },
    ],
  ])('%s %s', (id, key, ...queries) => {
    for (const query of queries) expect(kind(id).key(query)).toBe(key);
  });
});
