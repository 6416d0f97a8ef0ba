import { describe, expect, test } from 'vitest';
import { run } from '../../src/engine/run.ts';
import { inAllWorlds, type Told } from '../../src/engine/worlds.ts';
import { absent, known } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { logGroup } from '../../src/fact/kinds/logs.ts';
import { opaqueName } from '../../src/fact/opaque.ts';
import { type FactSource, factStore } from '../../src/fact/store.ts';
import { type Deployment, unasked } from '../../src/model/deployment.ts';
import type { TaskDefinitionShape } from '../../src/model/shapes.ts';
import type { Origin, Source } from '../../src/model/source.ts';
import { View } from '../../src/model/view.ts';
import {
  cannotTell,
  defineRule,
  fail,
  notApplicable,
  type Problem,
  pass,
  type Verdict,
} from '../../src/rule.ts';

const source = (more: Partial<Source> = {}): Source => ({
  file: 'template.json',
  text: '',
  syntax: 'json',
  span: () => ({ line: 1, column: 1, endLine: 1, endColumn: 2 }),
  ...more,
});

function deployment(raw: object, more: Partial<Deployment> = {}, from = source()): Deployment {
  return {
    id: 'api',
    file: 'template.json',
    taskDefinition: { form: 'register', view: View.root<TaskDefinitionShape>(from, raw) },
    service: undefined,
    region: known('eu-west-1'),
    account: known('123456789012'),
    cluster: absent(),
    around: unasked(undefined),
    asFargate: false,
    leniencies: [],
    ...more,
  };
}

const at = (pointer: string) => View.root(source(), {}, [pointer]);
const failing = (pointer = 'cpu'): Verdict => fail({ at: at(pointer), message: `${pointer} is wrong` });
const open = cannotTell([{ reason: 'unresolved', detail: 'the image is open' }]);

/** What is said where a condition is true, and where it is not. */
const told = (yes: Verdict | readonly Verdict[], no: Verdict | readonly Verdict[]): [Told, Told] => [
  { world: { assumed: 'IsProd is true', unlockedBy: '--parameters Env=…' }, outcome: yes },
  { world: { assumed: 'IsProd is false', unlockedBy: '--parameters Env=…' }, outcome: no },
];

describe('a problem in several worlds', () => {
  const na = notApplicable('it has no service');
  test('is there if it is in all, with the findings that all have', () => {
    const outcome = inAllWorlds(told([failing('cpu'), failing('image')], [failing('image')]));
    expect(outcome).toMatchObject([{ is: 'fail', failure: { message: 'image is wrong' } }]);
  });

  test('is not there if it is in none', () => {
    expect(inAllWorlds(told(pass(), pass()))).toEqual({ is: 'pass' });
    expect(inAllWorlds(told(na, pass()))).toEqual({ is: 'pass' });
    expect(inAllWorlds(told(na, na))).toEqual(na);
  });

  test('is unknown if it is in some, and says in which and what decides it', () => {
    const outcome = inAllWorlds(told(failing(), pass()));
    expect(outcome).toEqual({
      is: 'unknown',
      why: [
        {
          reason: 'unresolved',
          detail: 'cpu is wrong: only where IsProd is true',
          unlockedBy: '--parameters Env=…',
        },
      ],
    });
    expect(inAllWorlds(told(na, failing()))).toMatchObject({ is: 'unknown' });
  });

  test('is unknown if one of them cannot tell', () => {
    expect(inAllWorlds(told(pass(), open))).toEqual(open);
    expect(inAllWorlds(told(failing(), open))).toMatchObject({ is: 'unknown' });
  });

  test('crashes where the check does', () => {
    const [yes, no] = told(pass(), failing());
    expect(inAllWorlds([yes, { ...no, outcome: { is: 'crashed', error: 1 } }])).toMatchObject({
      is: 'crashed',
    });
  });
});

const judged = (check: Problem['check'], one: Deployment) =>
  run({
    deployments: [one],
    inputErrors: [],
    rules: [
      defineRule({
        id: 'cpu',
        number: 1,
        title: 'CPU',
        problems: {
          wrong: {
            summary: 'cpu is wrong',
            appliesTo: 'any',
            severity: 'error',
            phase: 'register',
            decidable: ['F', 'D'],
            why: 'it breaks the deployment',
            docs: 'https://docs.aws.amazon.com/',
            needs: [logGroup],
            check,
          },
        },
      }),
    ],
    facts: factStore([]),
    ruleset: 'recommended',
    options: new Map(),
  });

const group = `app-${opaqueName('Group')}`;
const declared: FactSource = {
  answer: async (kind, query) =>
    (kind.key(query) === group ? known({ logGroupName: group }) : undefined) as never,
  list: async () => undefined,
};

test('a deployment of a template asks what the template declares, and what it does not stays open', async () => {
  const ask = (name: string) => async (one: Deployment, facts: Facts) =>
    (await facts.ask(logGroup, { name })).match<Verdict>({
      known: () => cpuOf(one),
      absent: () => pass(),
      unknown: (why) => cannotTell(why),
    });
  const { findings } = await judged(ask(group), deployment({ cpu: '1' }, { declared }));
  expect(findings).toHaveLength(1);
  const literal = await judged(ask('/ecs/app'), deployment({ cpu: '1' }, { declared }));
  expect(literal.unknowns).toMatchObject([{ reason: 'offline', unlockedBy: '--live' }]);
  const other = await judged(ask(`other-${opaqueName('Other')}`), deployment({ cpu: '1' }, { declared }));
  expect(other.unknowns).toMatchObject([{ reason: 'unresolved' }]);
  expect(other.unknowns[0]).not.toHaveProperty('unlockedBy');
});

function cpuOf(one: Deployment): Verdict {
  const cpu = one.taskDefinition.view.get('cpu');
  return cpu.text.match<Verdict>({
    known: (text) =>
      text === '1'
        ? fail({
            at: cpu,
            message: `cpu 1 of role ${opaqueName('TaskRole')} is wrong`,
            fixes: [
              {
                kind: 'edit',
                description: 'take 256',
                safe: true,
                edits: [{ at: cpu, op: 'set', value: '256' }],
              },
              { kind: 'command', description: 'run', command: `aws iam get-role ${opaqueName('TaskRole')}` },
              {
                kind: 'policy',
                description: 'allow',
                statement: { Resource: [`arn:aws:logs:::${opaqueName('Group')}`] },
              },
            ],
          })
        : pass(),
    absent: () => pass(),
    unknown: (why) => cannotTell(why),
  });
}

test('both worlds of a deployment are judged', async () => {
  const world = (cpu: string, assumed: string) => deployment({ cpu }, { world: { assumed } });
  const both = (first: string, second: string) =>
    judged(cpuOf, { ...world(first, 'A'), otherWorlds: [world(second, 'B')] });
  expect((await both('1', '1')).findings).toHaveLength(1);
  const half = await both('1', '2');
  expect(half.findings).toEqual([]);
  expect(half.unknowns[0]?.detail).toContain('only where A');
});

describe('what is told of a template', () => {
  const placed = async (from: Partial<Source>) => {
    const { findings } = await judged(cpuOf, deployment({ cpu: '1' }, { declared }, source(from)));
    return findings[0];
  };
  const origin = (more: Partial<Origin> = {}) => ({ origin: () => ({ path: ['R', 'Cpu'], ...more }) });

  test('names are those of the template, and no command has one in it', async () => {
    const finding = await placed(origin());
    expect(finding?.message).toBe('cpu 1 of role ${TaskRole} is wrong');
    expect(finding?.fixes?.map(({ kind }) => kind)).toEqual(['edit', 'policy']);
    expect(finding?.fixes?.[1]).toMatchObject({ statement: { Resource: ['arn:aws:logs:::${Group}'] } });
    expect(finding?.location.pointer).toBe('/R/Cpu');
    expect(finding?.fixes?.[0]).toMatchObject({ safe: true, edits: [{ pointer: '/R/Cpu', value: '256' }] });
  });

  test('a value that a parameter gives is mended at the parameter, and by hand', async () => {
    const through = { what: 'the parameter Cpu', path: ['Parameters', 'Cpu', 'Default'] };
    const finding = await placed(origin({ through }));
    expect(finding?.evidence).toEqual(['the value is that of the parameter Cpu']);
    expect(finding?.fixes?.[0]).toMatchObject({
      safe: false,
      description: 'take 256 (through the parameter Cpu)',
      edits: [{ pointer: '/Parameters/Cpu/Default' }],
    });
  });

  test('a value from the command line is not edited', async () => {
    const finding = await placed(origin({ through: { what: 'the parameter Cpu' } }));
    expect(finding?.fixes?.[0]).toMatchObject({ safe: false, edits: [] });
  });

  test('what is generated is not edited', async () => {
    const from = { ...origin(), generatedBy: 'a Terraform plan', resource: 'aws_ecs_task_definition.app' };
    const finding = await placed(from);
    expect(finding?.location.resource).toBe('aws_ecs_task_definition.app');
    expect(finding?.fixes?.[0]).toMatchObject({
      safe: false,
      description: 'take 256 (in what a Terraform plan is made from: aws_ecs_task_definition.app)',
      edits: [],
    });
  });

  test('values are spelled as the file has them', async () => {
    const finding = await placed({ ...origin(), spell: (_, value) => ({ Spelled: value }) });
    expect(finding?.fixes?.[0]).toMatchObject({ edits: [{ value: { Spelled: '256' } }] });
  });
});
