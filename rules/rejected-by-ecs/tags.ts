/** Tags of the task definition. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tag.html */
import { any, holds, truth, valueOr } from '../../src/fact/fact.ts';
import { isReservedTagKey, limit } from '../../src/knowledge/ecs-limits.ts';
import { apiPage } from '../../src/knowledge/sources.ts';
import { isObject } from '../../src/model/view.ts';
import type { Constraint } from './constraint.ts';
import { blank, counted, removal, safe, taskRow } from './forms.ts';
import { lengthOf } from './naming.ts';
import { observed, subject } from './subject.ts';

const TAG = apiPage('API_Tag');
const ON_TASK = 'task definition';

export const tags: readonly Constraint[] = [
  counted({
    id: 'tags-max',
    where: 'tags',
    appliesTo: ON_TASK,
    when: 'the task definition has more than 50 tags',
    severity: 'error',
    source: TAG,
    what: 'tags',
  }),
  taskRow({
    id: 'tag-key-reserved',
    where: 'tags[].key',
    absentPasses: true,
    appliesTo: ON_TASK,
    when: 'a tag key starts with `aws:`, in any letter case',
    severity: 'error',
    source: TAG,
    // Judged to the letter: a placeholder behind the prefix does not change it.
    violated: (key) => holds(key.verbatim, isReservedTagKey),
    message: (key) =>
      `${subject(key)} is ${observed(key)}, expected no key that starts with aws:, which AWS keeps for itself`,
    fixes: (key, deployment) =>
      key.parent
        ? [removal(key.parent, safe({ severity: 'error' }, deployment), `remove the tag ${observed(key)}`)]
        : [],
  }),
  taskRow({
    id: 'tag-key-length',
    where: 'tags[].key',
    appliesTo: ON_TASK,
    when: 'a tag key is empty or longer than 128 characters',
    severity: 'error',
    source: TAG,
    violated: (key) =>
      isObject(key.parent?.raw)
        ? any([
            blank(key),
            holds(lengthOf(key.text), (length) => length > (limit('tag-key-length').max ?? length)),
          ])
        : truth(false),
    message: (key) =>
      `${subject(key)} has ${valueOr(lengthOf(key.text), 0)} characters, expected ${limit('tag-key-length').min} to ${limit('tag-key-length').max}`,
  }),
  taskRow({
    id: 'tag-value-length',
    where: 'tags[].value',
    absentPasses: true,
    appliesTo: ON_TASK,
    when: 'a tag value is longer than 256 characters',
    severity: 'error',
    source: TAG,
    violated: (value) =>
      holds(lengthOf(value.text), (length) => length > (limit('tag-value-length').max ?? length)),
    message: (value) =>
      `${subject(value)} has ${valueOr(lengthOf(value.text), 0)} characters, expected at most ${limit('tag-value-length').max}`,
  }),
];
