import { expect, test } from 'vitest';
import { inputsOf, ruleFixtures } from '../../fixtures.ts';
import { judge, onlyVerdicts } from './judging.ts';

/** The same fault, or the lack of it, in both languages; what is around it may differ: `fail-cfn-no-retention` and `fail-tf-no-retention`. */
const all = ruleFixtures();
const pairs = all.flatMap((template) => {
  if (!template.name.includes('-cfn-')) return [];
  const name = template.name.replace('-cfn-', '-tf-');
  const plan = all.find((one) => one.rule === template.rule && one.name === name);
  return plan ? [[`${template.rule.id}/${template.name}`, template, plan] as const] : [];
});

test('there are some', () => expect(pairs.length).toBeGreaterThan(12));

test.each(pairs)(
  '%s fails as a plan where it fails as a template, and nowhere else',
  async (_, template, plan) => {
    const [one, other] = await Promise.all(
      [template, plan].map(async ({ rule, folder, expected }) => {
        const files = Object.fromEntries(inputsOf(folder).map(({ file, text }) => [file, text]));
        return onlyVerdicts(await judge(files, { expected, rules: [rule] }));
      }),
    );
    const failing = (of: Readonly<Record<string, string>> = {}) =>
      Object.keys(of).filter((problem) => of[problem] === 'fail' || of[problem] === 'crashed');
    expect(failing(other)).toEqual(failing(one));
  },
);
