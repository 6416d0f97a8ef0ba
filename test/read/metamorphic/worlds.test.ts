import { describe, expect, test } from 'vitest';
import { inputsOf, ruleFixtures } from '../../fixtures.ts';
import { judge, onlyVerdicts } from './judging.ts';
import { numbers } from './mutations.ts';
import { adding, type Literal, type Template, templateOf, withLiterals } from './template.ts';

/** Another value of the same sort. */
function other(value: Literal): Literal {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value * 2 + 1;
  return /^\d+$/.test(value) ? String(Number(value) * 2) : `${value}x`;
}

/** A template of which a parameter without a value chooses one literal, and whether one resource is there. */
function chosen(template: Template, random: (below: number) => number): Template {
  const paths: string[] = [];
  withLiterals(template, (value, path) => {
    paths.push(path);
    return value;
  });
  const chosen = paths[random(paths.length)];
  const made = withLiterals(template, (value, path) =>
    path === chosen ? { 'Fn::If': ['IsOne', value, other(value)] } : value,
  );
  const ids = Object.keys(made.Resources).filter(
    (id) => !/ECS::(?:Service|TaskDefinition)$/.test(String(made.Resources[id]?.['Type'])),
  );
  const id = ids[random(ids.length + 1)];
  const resource = id === undefined ? undefined : made.Resources[id];
  const conditional =
    id !== undefined && resource && resource['Condition'] === undefined
      ? { ...made, Resources: { ...made.Resources, [id]: { ...resource, Condition: 'IsOne' } } }
      : made;
  return adding(
    adding(conditional, 'Parameters', { Choice: { Type: 'String', AllowedValues: ['one', 'two'] } }),
    'Conditions',
    {
      IsOne: { 'Fn::Equals': [{ Ref: 'Choice' }, 'one'] },
    },
  );
}

describe('what is told of an open condition is what each choice gives', () => {
  const fixtures = ruleFixtures().filter(({ name }) => name.includes('-cfn-'));

  test.each([...new Set(fixtures.map(({ rule }) => rule.id))])('fixtures of %s', async (rule) => {
    const different: string[] = [];
    for (const [index, { folder, name, expected }] of fixtures.entries()) {
      const [input, ...more] = inputsOf(folder);
      if (fixtures[index]?.rule.id !== rule || !input || more.length > 0) continue;
      const written = await templateOf(input.file, input.text);
      if (written['Conditions'] !== undefined) continue;
      const template = chosen(written, numbers(Number(process.env['SEED'] ?? 1) * 104_729 + index));
      const text = JSON.stringify(template);
      const parameters = expected.target?.parameters ?? {};
      const given = async (more: Readonly<Record<string, string>>) => {
        const target = { ...expected.target, parameters: { ...parameters, ...more } };
        const told = await judge({ 'template.json': text }, { expected: { ...expected, target } });
        return told.verdicts.size === 1 ? onlyVerdicts(told) : undefined;
      };
      const [open, one, two] = [
        await given({}),
        await given({ Choice: 'one' }),
        await given({ Choice: 'two' }),
      ];
      if (!open || !one || !two) continue;
      for (const [problem, is] of Object.entries(open)) {
        const choices = [one[problem], two[problem]];
        const right =
          is === 'unknown'
            ? choices.some((of) => of === 'unknown') || choices[0] !== choices[1]
            : is === 'fail'
              ? choices.every((of) => of === 'fail')
              : is !== 'crashed' && choices.every((of) => of === 'pass' || of === 'not-applicable');
        if (!right) different.push(`${name}: ${problem} is ${is}, and ${choices.join(' or ')} once chosen`);
      }
    }
    expect(different).toEqual([]);
  });
});
