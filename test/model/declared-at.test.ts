import { expect, test } from 'vitest';
import { declaredAt, declaredBy } from '../../src/model/declared-at.ts';
import { View } from '../../src/model/view.ts';

const view = View.root({ file: 't.json', text: '', syntax: 'json', span: () => undefined }, { A: { B: 1 } }, [
  'Resources',
  'X',
]);

test('a shape says which property it comes from, and stays plain data', () => {
  const shape = declaredBy({ a: 1 }, view);
  expect(declaredAt(shape, 'A', 'B')?.pointer).toBe('/Resources/X/A/B');
  expect(declaredAt(shape, 'C')?.pointer).toBe('/Resources/X/C');
  expect(JSON.stringify(shape)).toBe('{"a":1}');
  expect({ ...shape }).toEqual({ a: 1 });
});

test('a shape of the account comes from no template', () => {
  expect(declaredAt({ a: 1 }, 'A')).toBeUndefined();
});
