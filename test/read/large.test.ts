import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { judgeTexts } from '../fixtures.ts';

const task = (family: string, environment: readonly object[] = []) => ({
  family,
  containerDefinitions: [
    { name: 'api', image: 'public.ecr.aws/docker/library/httpd:2.4', memory: 128, environment },
  ],
});

/** More than any function of ours may take as arguments: what grows with the input is walked, never spread. */
const MANY = 130_000;

describe('inputs that are large in one dimension', () => {
  test('very many definitions in one file', async () => {
    const bare = JSON.stringify({ family: 'a', containerDefinitions: [{}] });
    const text = `[${Array.from({ length: MANY }, () => bare).join(',')}]`;
    const { deployments, inputErrors, crashes } = await judgeTexts([{ file: 'many.json', text }], []);
    expect([deployments.length, inputErrors.length, crashes.length]).toEqual([MANY, 0, 0]);
  });

  test.each([
    ['plain', (index: number) => `value ${index}`],
    ['unresolved', (index: number) => `\${VALUE_${index}}`],
    ['resources', (index: number) => `arn:aws:sqs:eu-west-1:123456789012:queue-${index}`],
  ])(
    'very many environment variables, %s',
    async (_, value) => {
      const environment = Array.from({ length: MANY }, (__, index) => ({
        name: `QUEUE_${index}`,
        value: value(index),
      }));
      const text = JSON.stringify(task('a', environment));
      const { crashes, inputErrors } = await judgeTexts([{ file: 'wide.json', text }], rules);
      expect([crashes, inputErrors]).toEqual([[], []]);
    },
    60_000,
  );

  test.each(['x', 'X', 'a', '<', '${', '%', '{{'])(
    'a value of millions of characters of %j',
    async (unit) => {
      const value = unit.repeat(unit.length === 1 ? 10_000_000 : 1_000_000);
      const text = JSON.stringify(task('a', [{ name: 'LONG_TOKEN', value }]));
      const { crashes, inputErrors } = await judgeTexts([{ file: 'long.json', text }], rules);
      expect([crashes, inputErrors]).toEqual([[], []]);
    },
    60_000,
  );
});
