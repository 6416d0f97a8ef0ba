import { describe, expect, test } from 'vitest';
import { eniLimit, eniLimitsAsOf } from '../../src/knowledge/eni-limits.ts';
import { type InterfaceUse, interfaceRoom } from '../../src/rollout/interface-room.ts';

describe('limits by instance type', () => {
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/eni-trunking-supported-instance-types.html
  test.each([
    ['c5.large', 2, 10], // the guide's own example: three interfaces, so two tasks, and ten with trunking
    ['m5.large', 2, 10],
    ['m7g.medium', 1, 4],
    ['m6i.32xlarge', 14, 120],
  ])('%s takes %i awsvpc tasks, and %i with trunking', (type, plain, trunked) => {
    expect(eniLimit(type)).toEqual({ plain, trunked });
  });

  test.each(['t3.medium', 't4g.small', 'c5n.large', 'm5.metal'])('%s has no trunking', (type) => {
    expect(eniLimit(type)?.trunked).toBeNull();
  });

  test('a type that the data does not hold', () => {
    for (const type of ['c99.large', 'c5.nano', 'c5', '', 'constructor.large'])
      expect(eniLimit(type)).toBeUndefined();
    expect(eniLimitsAsOf()).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});

const use = (more: Partial<InterfaceUse>): InterfaceUse => ({
  trunked: false,
  limit: { plain: 2, trunked: 10 },
  attached: undefined,
  awsvpcTasks: undefined,
  tasks: undefined,
  ...more,
});

test.each<[string, Partial<InterfaceUse>, number, number]>([
  ['its own interface alone', { attached: 1 }, 2, 2],
  ['its own and one task’s', { attached: 2 }, 1, 1],
  ['full', { attached: 3 }, 0, 0],
  ['more attached than the data knows', { attached: 5 }, 0, 0],
  ['not read, one task seen: others may be attached', { awsvpcTasks: 1 }, 0, 1],
  ['a trunk, four tasks', { trunked: true, attached: 2, awsvpcTasks: 4 }, 6, 6],
  ['a trunk, tasks not listed, five of whatever mode', { trunked: true, attached: 2, tasks: 5 }, 5, 10],
  ['type not known', { limit: undefined }, 0, Number.POSITIVE_INFINITY],
  [
    'a trunk of a type whose limit is not known',
    { trunked: true, limit: { plain: 2, trunked: undefined }, awsvpcTasks: 1 },
    0,
    Number.POSITIVE_INFINITY,
  ],
])('%s', (_, what, least, most) => {
  expect(interfaceRoom(use(what))).toEqual({ least, most });
});
