import { describe, expect, test } from 'vitest';
import type { Result, VerdictEntry } from '../../src/engine/result.ts';
import { run } from '../../src/engine/run.ts';
import { select, unknownNames } from '../../src/engine/select.ts';
import { absent, known, unknown } from '../../src/fact/fact.ts';
import { factStore } from '../../src/fact/store.ts';
import { type Deployment, unasked } from '../../src/model/deployment.ts';
import type { TaskDefinitionShape } from '../../src/model/shapes.ts';
import { View } from '../../src/model/view.ts';
import {
  cannotTell,
  defineRule,
  fail,
  notApplicable,
  type Problem,
  pass,
  type Rule,
} from '../../src/rule.ts';

const source = (file: string) => ({
  file,
  text: '',
  syntax: 'json' as const,
  span: () => ({ line: 1, column: 1, endLine: 1, endColumn: 2 }),
});

function deployment(id: string, file = `${id}.json`): Deployment {
  const raw = { family: id, containerDefinitions: [{ name: 'web' }, { name: 'proxy' }] };
  return {
    id,
    file,
    taskDefinition: { form: 'register', view: View.root<TaskDefinitionShape>(source(file), raw) },
    service: undefined,
    region: known('eu-west-1'),
    account: known('123456789012'),
    cluster: absent(),
    around: unasked(undefined),
    asFargate: false,
    leniencies: [],
  };
}

const meta = {
  summary: 'something is wrong',
  appliesTo: 'any',
  severity: 'error',
  phase: 'register',
  decidable: ['F'],
  why: 'it breaks the deployment in some way',
  docs: 'https://docs.aws.amazon.com/',
} as const;

const problem = (check: Problem['check'], more: Partial<Problem> = {}): Problem => ({
  ...meta,
  ...more,
  check,
});

const container = (task: Deployment, index: number) =>
  task.taskDefinition.view.get('containerDefinitions').items.match<View>({
    known: (items) => items[index] as View,
    absent: () => task.taskDefinition.view,
    unknown: () => task.taskDefinition.view,
  });

const judge = (rules: readonly Rule[], deployments: Iterable<Deployment>): Promise<Result> =>
  run({
    deployments,
    inputErrors: [],
    rules,
    facts: factStore([]),
    ruleset: 'recommended',
    options: new Map(),
  });

const verdictOf = (result: Result, rule: string): VerdictEntry | undefined =>
  [...result.verdicts].find((entry) => entry.rule === rule);

describe('a run', () => {
  test('the worst of a problem’s verdicts is the problem’s, the worst problem’s the rule’s', async () => {
    const rule = defineRule({
      id: 'sizes',
      number: 1,
      title: 'Sizes',
      problems: {
        mixed: problem((task) => [
          pass(),
          fail({ at: task.taskDefinition.view, message: 'too big' }),
          cannotTell([]),
        ]),
        open: problem(() => [pass(), cannotTell([{ reason: 'unresolved', detail: 'no size' }])]),
        good: problem(() => [pass(), notApplicable('no')]),
        nothing: problem(() => []),
      },
    });
    const result = await judge([rule], [deployment('api')]);
    expect(verdictOf(result, 'sizes')).toEqual({
      rule: 'sizes',
      deployment: 'api',
      verdict: 'fail',
      problems: { mixed: 'fail', open: 'unknown', good: 'pass', nothing: 'not-applicable' },
    });
    expect(result.summary).toEqual({ error: 1, warning: 0, info: 0, unknown: 1, suppressed: 0 });
  });

  test('a check that throws is a crash: no finding, no pass, and the others are judged', async () => {
    const rule = defineRule({
      id: 'broken',
      number: 1,
      title: 'Broken',
      problems: {
        throws: problem(() => {
          throw new Error('a bug');
        }),
        rejects: problem(() => Promise.reject(new Error('another bug'))),
        works: problem((task) => fail({ at: task.taskDefinition.view, message: 'wrong' })),
      },
    });
    const result = await judge([rule], [deployment('api')]);
    expect(result.crashes.map(({ problem: id, deployment: where }) => [id, where])).toEqual([
      ['throws', 'api'],
      ['rejects', 'api'],
    ]);
    expect(verdictOf(result, 'broken')).toMatchObject({
      verdict: 'crashed',
      problems: { throws: 'crashed', rejects: 'crashed', works: 'fail' },
    });
    expect(result.findings.map(({ problem: id }) => id)).toEqual(['works']);
  });

  test('findings come by deployment, file, path (indexes as numbers), rule, problem, however long a check takes', async () => {
    const late: Problem['check'] = async (task) => {
      await new Promise((resolve) => setTimeout(resolve, task.id === 'api' ? 10 : 1));
      return [1, 0].map((index) => fail({ at: container(task, index), message: `container ${index}` }));
    };
    const rules = [
      defineRule({ id: 'zeta', number: 1, title: 'Zeta', problems: { late: problem(late) } }),
      defineRule({
        id: 'alpha',
        number: 2,
        title: 'Alpha',
        problems: { now: problem((task) => fail({ at: container(task, 1), message: 'now' })) },
      }),
    ];
    const result = await judge(rules, [deployment('api'), deployment('billing')]);
    expect(result.findings.map((f) => `${f.deployment} ${f.location.pointer} ${f.rule}`)).toEqual([
      'api /containerDefinitions/0 zeta',
      'api /containerDefinitions/1 alpha',
      'api /containerDefinitions/1 zeta',
      'billing /containerDefinitions/0 zeta',
      'billing /containerDefinitions/1 alpha',
      'billing /containerDefinitions/1 zeta',
    ]);
    expect([...result.verdicts].map((entry) => `${entry.deployment} ${entry.rule}`)).toEqual([
      'api zeta',
      'api alpha',
      'billing zeta',
      'billing alpha',
    ]);
  });

  test('what is merely offline is told once per rule, other unknowns by deployment and by what unlocks them', async () => {
    const offline = { reason: 'offline', detail: 'not looked up', unlockedBy: '--live' } as const;
    const open = { reason: 'unresolved', detail: 'the placeholder <X> is not resolved' } as const;
    const rule = defineRule({
      id: 'facts',
      number: 1,
      title: 'Facts',
      problems: {
        one: problem(() => cannotTell([offline])),
        two: problem(() => cannotTell([offline, open])),
      },
    });
    const result = await judge([rule], [deployment('api'), deployment('billing')]);
    expect(result.unknowns).toEqual([
      { rule: 'facts', problem: 'one', problems: ['one', 'two'], deployment: 'all', ...offline },
      { rule: 'facts', problem: 'two', problems: ['two'], deployment: 'api', ...open },
      { rule: 'facts', problem: 'two', problems: ['two'], deployment: 'billing', ...open },
    ]);
    expect(result.summary.unknown).toBe(3);
  });

  test('what is not known stands in the order of the rules, whichever of them waits for an answer', async () => {
    const why = (detail: string) => cannotTell([{ reason: 'undecidable', detail }]);
    const late = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return why('late');
    };
    const rules = ([late, () => why('at once'), async () => why('soon')] as const).map((check, number) =>
      defineRule({ id: `rule-${number}`, number, title: 'one', problems: { one: problem(check) } }),
    );
    const { unknowns } = await judge(rules, [deployment('api')]);
    expect(unknowns.map(({ detail }) => detail)).toEqual(['late', 'at once', 'soon']);
  });

  test('a deployment is judged to its end, also by what asks, before the next is taken: of ten thousand each may go', async () => {
    const story: string[] = [];
    const asks = defineRule({
      id: 'one',
      number: 1,
      title: 'One',
      problems: {
        asks: problem(async ({ id }) => {
          for (let breath = 0; breath < 5; breath++) await undefined;
          story.push(`${id} is judged`);
          return pass();
        }),
        'asks-nobody': problem(() => pass()),
      },
    });
    function* taken() {
      for (const id of ['a', 'b', 'c']) {
        story.push(`${id} is taken`);
        yield deployment(id);
      }
    }
    await judge([asks], taken());
    expect(story).toEqual(['a', 'b', 'c'].flatMap((id) => [`${id} is taken`, `${id} is judged`]));
  });

  test('a finding of account scope is reported once, with all the deployments it touches', async () => {
    const check: Problem['check'] = (task) => fail({ at: task.taskDefinition.view, message: 'sessions end' });
    const rule = defineRule({
      id: 'sessions',
      number: 1,
      title: 'Sessions',
      problems: { short: problem(check, { scope: 'account' }) },
    });
    const { findings } = await judge([rule], [deployment('api'), deployment('billing')]);
    expect(findings.map(({ deployment: first, deployments }) => [first, deployments])).toEqual([
      ['api', ['api', 'billing']],
    ]);
  });

  test('options have the defaults of their schema, and what the user sets', async () => {
    const seen: unknown[] = [];
    const rule = defineRule({
      id: 'tuned',
      number: 1,
      title: 'Tuned',
      options: {
        hours: { type: 'number', description: 'h', default: 8 },
        name: { type: 'string', description: 'n' },
      },
      problems: {
        one: problem((_task, _facts, { options, ruleset }) => {
          seen.push([options['hours'], options['name'], ruleset]);
          return pass();
        }),
      },
    });
    await judge([rule], [deployment('api')]);
    const options = new Map([['tuned', { name: 'x' }]]);
    await run({
      deployments: [deployment('api')],
      inputErrors: [],
      rules: [rule],
      facts: factStore([]),
      ruleset: 'production',
      options,
    });
    expect(seen).toEqual([
      [8, undefined, 'recommended'],
      [8, 'x', 'production'],
    ]);
  });
});

describe('fingerprints', () => {
  const twice = defineRule({
    id: 'twice',
    number: 1,
    title: 'Twice',
    problems: {
      both: problem((task) => [0, 1].map((index) => fail({ at: container(task, index), message: 'x' }))),
    },
  });

  test('two findings differ; file, order of the list and message do not enter', async () => {
    const first = await judge([twice], [deployment('api', 'a.json')]);
    const moved = await judge([twice], [deployment('api', 'elsewhere/b.json')]);
    const prints = first.findings.map(({ fingerprint }) => fingerprint);
    expect(new Set(prints).size).toBe(2);
    expect(moved.findings.map(({ fingerprint }) => fingerprint)).toEqual(prints);
    const raw = { family: 'api', containerDefinitions: [{ name: 'proxy' }, { name: 'web' }] };
    const task = { form: 'register', view: View.root<TaskDefinitionShape>(source('a.json'), raw) } as const;
    const swapped = await judge([twice], [{ ...deployment('api'), taskDefinition: task }]);
    expect(swapped.findings.map(({ fingerprint }) => fingerprint)).toEqual([...prints].reverse());
  });

  test('the same place twice is told apart by its ordinal', async () => {
    const same = defineRule({
      id: 'same',
      number: 1,
      title: 'Same',
      problems: {
        two: problem((task) => ['a', 'b'].map((message) => fail({ at: container(task, 0), message }))),
      },
    });
    const { findings } = await judge([same], [deployment('api')]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});

describe('selection', () => {
  const rule = defineRule({
    id: 'sizes',
    number: 1,
    title: 'Sizes',
    problems: { big: problem(() => pass()), small: problem(() => pass()) },
  });
  const other = defineRule({
    id: 'names',
    number: 2,
    title: 'Names',
    problems: { long: problem(() => pass()) },
  });
  const left = (only: readonly string[], skip: readonly string[]) =>
    select([rule, other], { only, skip }).map(({ id, problems }) => [id, Object.keys(problems)]);

  test.each([
    [
      [],
      [],
      [
        ['sizes', ['big', 'small']],
        ['names', ['long']],
      ],
    ],
    [['sizes'], [], [['sizes', ['big', 'small']]]],
    [
      ['sizes/big', 'names'],
      [],
      [
        ['sizes', ['big']],
        ['names', ['long']],
      ],
    ],
    [
      [],
      ['sizes/big'],
      [
        ['sizes', ['small']],
        ['names', ['long']],
      ],
    ],
    [['sizes'], ['sizes/small'], [['sizes', ['big']]]],
    [['names'], ['names'], []],
  ] as const)('only %j, skip %j', (only, skip, expected) => {
    expect(left(only, skip)).toEqual(expected);
  });

  test('names that nothing has', () => {
    expect(unknownNames([rule, other], ['sizes', 'sizes/big', 'sizes/huge', 'big'])).toEqual([
      'sizes/huge',
      'big',
    ]);
  });
});

test('an unknown deployment name leaves the summary’s family out', async () => {
  const why = { reason: 'unresolved', detail: 'x' } as const;
  const result = await judge([], [{ ...deployment('api'), region: unknown(why) }]);
  expect(result.deployments).toEqual([{ id: 'api', file: 'api.json', family: 'api' }]);
});
