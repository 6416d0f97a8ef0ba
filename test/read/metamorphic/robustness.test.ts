import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { inputsOf, ruleFixtures } from '../../fixtures.ts';
import { type Judging, judge, type Told } from './judging.ts';
import { nesting, split } from './moves.ts';
import { mutate, numbers } from './mutations.ts';
import { type Json, templateOf } from './template.ts';

/** No input crashes, hangs, changes what all objects have, or is refused by more than a line. */
function sound({ result }: Told): readonly string[] {
  return [
    ...result.crashes.map(
      ({ rule, problem, error }) => `${rule}/${problem}: ${(error as Error).stack ?? String(error)}`,
    ),
    ...result.inputErrors.flatMap(({ message }) =>
      /[\n\r\ue200-\ue2ff]/.test(message) || message.length > 600
        ? [`told in more than a line: ${message.slice(0, 800)}`]
        : [],
    ),
    ...result.findings.flatMap(({ message, evidence = [], fixes = [] }) =>
      /[\ue200-\ue2ff]/.test(JSON.stringify([message, evidence, fixes]))
        ? [`private characters: ${message}`]
        : [],
    ),
    ...result.unknowns.flatMap(({ detail }) =>
      /[\ue200-\ue2ff]/.test(detail) ? [`private characters: ${detail}`] : [],
    ),
  ];
}

const PLAIN_OBJECT = Object.getOwnPropertyNames(Object.prototype).sort();

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(PLAIN_OBJECT);
});

const TARGET = { region: 'eu-west-1', account: '111122223333' };

async function judged(text: string, more: Judging = {}, file = 'template.json'): Promise<Told> {
  return judge({ [file]: text }, { expected: { target: TARGET, snapshot: TARGET }, ...more });
}

const cases = ruleFixtures().filter(({ name }) => name.includes('-cfn-'));
const plans = ruleFixtures().filter(({ name }) => name.includes('-tf-'));

const ROUNDS = Number(process.env['MUTATIONS'] ?? 1);
const SEED = Number(process.env['SEED'] ?? 1);

describe('a document that somebody broke is judged as far as it can be', () => {
  test('templates', async () => {
    const broken: string[] = [];
    for (const [index, { folder, name }] of cases.entries()) {
      const [input] = inputsOf(folder);
      if (!input) continue;
      const template = await templateOf(input.file, input.text);
      const random = numbers(SEED * 7919 + index);
      for (let round = 0; round < ROUNDS; round++) {
        const made = JSON.stringify(mutate(template, random));
        try {
          for (const text of sound(await judged(made))) broken.push(`${name}: ${text}\n${made}`);
        } catch (error) {
          broken.push(`${name}: ${(error as Error).stack}\n${made}`);
        }
      }
    }
    expect(broken).toEqual([]);
  });

  test('templates as YAML', async () => {
    const broken: string[] = [];
    for (const [index, { folder, name }] of cases.entries()) {
      if (index % 4 !== 0) continue;
      const [input] = inputsOf(folder);
      if (!input) continue;
      const template = await templateOf(input.file, input.text);
      const random = numbers(SEED * 104729 + index);
      for (let round = 0; round < ROUNDS; round++) {
        const made = stringify(mutate(template, random));
        try {
          for (const text of sound(await judged(made, {}, 'template.yaml')))
            broken.push(`${name}: ${text}\n${made}`);
        } catch (error) {
          broken.push(`${name}: ${(error as Error).stack}\n${made}`);
        }
      }
    }
    expect(broken).toEqual([]);
  });

  test('plans', async () => {
    const broken: string[] = [];
    for (const [index, { folder, name }] of plans.entries()) {
      const plan = JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8')) as Json;
      const random = numbers(SEED * 31337 + index);
      for (let round = 0; round < ROUNDS * 2; round++) {
        const made = JSON.stringify(mutate(plan, random));
        try {
          for (const text of sound(await judged(made, {}, 'plan.json')))
            broken.push(`${name}: ${text}\n${made.slice(0, 5000)}`);
        } catch (error) {
          broken.push(`${name}: ${(error as Error).stack}\n${made.slice(0, 5000)}`);
        }
      }
    }
    expect(broken).toEqual([]);
  });

  test('manifests of assemblies, and what is nested', async () => {
    const broken: string[] = [];
    for (const [index, { folder, name }] of cases.entries()) {
      if (index % 6 !== 0) continue;
      const [input] = inputsOf(folder);
      if (!input) continue;
      const template = await templateOf(input.file, input.text);
      const random = numbers(SEED * 65537 + index);
      const parts = split(template, /IAM::Role$|Logs::/, (output) => ({
        'Fn::GetAtt': ['Inner', `Outputs.${output}`],
      }));
      if (!parts) continue;
      const stack = (file: string) => ({
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/unknown-region',
        properties: { templateFile: file, parameters: { A: 'b' } },
      });
      const manifest = {
        version: '48.0.0',
        artifacts: { Inner: stack('inner.json'), Outer: stack('outer.json') },
      };
      const outer = nesting(parts.outer, 'Inner', 'inner.json');
      for (let round = 0; round < ROUNDS * 2; round++) {
        const [one, two, three] = [manifest, parts.inner, outer].map((part) =>
          JSON.stringify(mutate(part as Json, random)),
        );
        const files = {
          'cdk.out/inner.json': two ?? '',
          'cdk.out/outer.json': three ?? '',
          'inner.json': two ?? '',
        };
        try {
          for (const text of [
            ...sound(await judged(one ?? '', { files }, 'cdk.out/manifest.json')),
            ...sound(await judged(three ?? '', { files })),
          ])
            broken.push(`${name}: ${text}\n${one}\n${two}\n${three}`);
        } catch (error) {
          broken.push(`${name}: ${(error as Error).stack}\n${one}\n${two}\n${three}`);
        }
      }
    }
    expect(broken).toEqual([]);
  });
});

const TASK = {
  Type: 'AWS::ECS::TaskDefinition',
  Properties: { ContainerDefinitions: [{ Name: 'web', Image: 'nginx', Memory: 512 }] },
};

const withTask = (sections: object, resources: object = {}): string =>
  JSON.stringify({ ...sections, Resources: { Task: TASK, ...resources } });

/** A task definition whose image is what an expression gives. */
const withImage = (image: unknown, sections: object = {}): string =>
  JSON.stringify({
    ...sections,
    Resources: {
      Task: { ...TASK, Properties: { ContainerDefinitions: [{ Name: 'web', Image: image, Memory: 512 }] } },
    },
  });

/** As text: `JSON.stringify` itself goes only so deep. */
function deep(text: string, open: string, close: string, depth = 3000): string {
  return text.replace('"DEEP"', `${open.repeat(depth)}"x"${close.repeat(depth)}`);
}

describe('what has no end comes to one', () => {
  const loop = (name: string, values: readonly string[], body: object) => ({
    [`Fn::ForEach::${name}`]: [name, values, body],
  });
  const many = Array.from({ length: 30 }, (_, index) => `v${index}`);

  test.each<[string, string]>([
    [
      'conditions that name each other',
      withTask(
        { Conditions: { A: { Condition: 'B' }, B: { 'Fn::Not': [{ Condition: 'A' }] } } },
        { Role: { Type: 'AWS::IAM::Role', Condition: 'A', Properties: {} } },
      ),
    ],
    [
      'resources that name each other',
      JSON.stringify({
        Resources: {
          Task: { ...TASK, Properties: { Family: { Ref: 'Other' }, ...TASK.Properties } },
          Other: {
            Type: 'AWS::ECS::TaskDefinition',
            Properties: { Family: { Ref: 'Task' }, ...TASK.Properties },
          },
          Self: {
            Type: 'AWS::ECS::Service',
            Properties: { ServiceName: { 'Fn::GetAtt': ['Self', 'Name'] }, TaskDefinition: { Ref: 'Self' } },
          },
          Group: {
            Type: 'AWS::EC2::SecurityGroup',
            Properties: {
              GroupName: { Ref: 'Group' },
              SecurityGroupIngress: [{ SourceSecurityGroupId: { Ref: 'Group' } }],
            },
          },
        },
      }),
    ],
    ['functions 3000 deep', deep(withImage('DEEP'), '{"Fn::Join": ["", [', ']]}')],
    ['structures 3000 deep', deep(withImage('DEEP'), '{"a": ', '}')],
    [
      'conditions 3000 deep',
      deep(
        withTask(
          { Conditions: { A: { 'Fn::And': ['DEEP', true] } } },
          { R: { Type: 'AWS::IAM::Role', Condition: 'A' } },
        ),
        '{"Fn::Not": [',
        ']}',
      ),
    ],
    [
      'a long chain of conditions',
      withTask(
        {
          Conditions: {
            ...Object.fromEntries(
              Array.from({ length: 5000 }, (_, at) => [
                `C${at}`,
                { 'Fn::Not': [{ Condition: `C${at + 1}` }] },
              ]),
            ),
            C5000: { 'Fn::Equals': ['a', 'b'] },
          },
        },
        { R: { Type: 'AWS::IAM::Role', Condition: 'C0' } },
      ),
    ],
    [
      'conditions that double at each step',
      withTask(
        {
          Parameters: { Open: { Type: 'String' } },
          Conditions: {
            ...Object.fromEntries(
              Array.from({ length: 60 }, (_, at) => [
                `C${at}`,
                { 'Fn::Or': [{ Condition: `C${at + 1}` }, { Condition: `C${at + 1}` }] },
              ]),
            ),
            C60: { 'Fn::Equals': [{ Ref: 'Open' }, 'b'] },
          },
        },
        { R: { Type: 'AWS::IAM::Role', Condition: 'C0' } },
      ),
    ],
    ['a text of 100,000 variables', withImage({ 'Fn::Sub': '${AWS::Region}'.repeat(100_000) })],
    ['a text of 100,000 openings', withImage({ 'Fn::Sub': '${'.repeat(100_000) })],
    [
      'a text of 20,000 open variables',
      withImage({ 'Fn::Sub': '${Open}'.repeat(20_000) }, { Parameters: { Open: { Type: 'String' } } }),
    ],
    [
      'two texts of many open variables compared',
      withTask(
        {
          Parameters: { Open: { Type: 'String' }, Other: { Type: 'String' } },
          Conditions: {
            A: {
              'Fn::Equals': [{ 'Fn::Sub': '${Open}a'.repeat(300) }, { 'Fn::Sub': 'a${Other}'.repeat(300) }],
            },
          },
        },
        { R: { Type: 'AWS::IAM::Role', Condition: 'A' } },
      ),
    ],
    [
      'loops in loops',
      JSON.stringify({
        Transform: 'AWS::LanguageExtensions',
        Resources: {
          Task: TASK,
          ...loop(
            'A',
            many,
            loop(
              'B',
              many,
              loop('C', many, loop('D', many, loop('E', many, { 'R${A}${B}${C}${D}${E}': TASK }))),
            ),
          ),
        },
      }),
    ],
    [
      'a loop that makes loops',
      JSON.stringify({
        Transform: 'AWS::LanguageExtensions',
        Resources: {
          Task: TASK,
          ...loop('A', ['A', 'B'], { 'Fn::ForEach::${A}': ['A', ['A'], { 'R${A}': TASK }] }),
        },
      }),
    ],
    [
      'outputs that name each other',
      JSON.stringify({
        Resources: {
          Task: TASK,
          Inner: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: {
              TemplateURL: 'self.json',
              Parameters: { P: { 'Fn::GetAtt': ['Inner', 'Outputs.O'] } },
            },
          },
        },
      }),
    ],
    [
      'a range of addresses without end',
      withImage({ 'Fn::Join': [',', { 'Fn::Cidr': ['10.0.0.0/8', 100_000_000, 2] }] }),
    ],
    [
      'a mapping that names itself',
      withImage(
        { 'Fn::FindInMap': ['M', 'a', 'b'] },
        { Mappings: { M: { a: { b: { 'Fn::FindInMap': ['M', 'a', 'b'] } } } } },
      ),
    ],
    [
      'a parameter whose default is a function of itself',
      withImage({ Ref: 'P' }, { Parameters: { P: { Type: 'String', Default: { Ref: 'P' } } } }),
    ],
  ])('%s', async (_, text) => {
    const self = {
      'self.json': JSON.stringify({
        Parameters: { P: { Type: 'String' } },
        Resources: {
          Deeper: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: { TemplateURL: 'self.json', Parameters: { P: { Ref: 'P' } } },
          },
        },
        Outputs: { O: { Value: { Ref: 'P' } } },
      }),
    };
    const told = await judged(text, { files: self });
    expect(sound(told)).toEqual([]);
    expect(told.verdicts.size + told.result.inputErrors.length).toBeGreaterThan(0);
  });

  test('aliases of aliases in YAML', async () => {
    const lines = ['x0: &x0 [a, a, a, a, a, a, a, a, a, a]'];
    for (let at = 1; at < 12; at++)
      lines.push(
        `x${at}: &x${at} [${Array(10)
          .fill(`*x${at - 1}`)
          .join(', ')}]`,
      );
    const text = `${lines.join('\n')}\nResources:\n  Task:\n    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions: *x11\n`;
    const told = await judged(text, {}, 'template.yaml');
    expect(sound(told)).toEqual([]);
    expect(told.result.inputErrors).toHaveLength(1);
  });
});

describe('names of what every object has are names', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];
  const own = (name: string, value: unknown) =>
    JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(value)}}`) as object;
  /** As text, since a literal would set the prototype. */
  const text = (name: string, sections: Readonly<Record<string, unknown>>, image: unknown, resources = '') =>
    `{${Object.entries(sections)
      .map(
        ([section, value]) =>
          `${JSON.stringify(section)}: {${JSON.stringify(name)}: ${JSON.stringify(value)}},`,
      )
      .join(
        '',
      )} "Resources": {${resources} "Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"Family": "api",
      "ContainerDefinitions": [{"Name": "web", "Image": ${JSON.stringify(image)}, "Memory": 512}]}}}}`;

  test.each(names)('a parameter, mapping, condition and resource called %s', async (name) => {
    const literal = await judged(text('A', {}, 'nginx:1.27'));
    const same = [
      text(name, { Parameters: { Type: 'String', Default: 'nginx:1.27' } }, { Ref: name }),
      text(name, { Parameters: { Type: 'String', Default: 'nginx:1.27' } }, { 'Fn::Sub': `\${${name}}` }),
      text(name, { Mappings: own(name, own(name, 'nginx:1.27')) }, { 'Fn::FindInMap': [name, name, name] }),
      text(
        name,
        { Conditions: { 'Fn::Equals': ['a', 'a'] } },
        { 'Fn::If': [name, 'nginx:1.27', 'wrong:latest'] },
      ),
    ];
    for (const one of same) {
      const told = await judged(one);
      expect(told.result.inputErrors).toEqual([]);
      expect([...told.verdicts.values()]).toEqual([...literal.verdicts.values()]);
    }
  });

  test.each(names)('nothing called %s', async (name) => {
    for (const image of [
      { Ref: name },
      { 'Fn::Sub': `\${${name}}` },
      { 'Fn::FindInMap': [name, name, name] },
      { 'Fn::If': [name, 'a', 'b'] },
      { 'Fn::GetAtt': [name, name] },
    ]) {
      const told = await judged(text('A', {}, image));
      expect(sound(told)).toEqual([]);
      expect(told.result.inputErrors).toHaveLength(1);
    }
  });

  test.each(names)('a role called %s', async (name) => {
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    };
    const role = (id: string) =>
      `${JSON.stringify(id)}: {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": ${JSON.stringify(trust)}}},`;
    const template = (id: string) =>
      `{"Resources": {${role(id)} "Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"Family": "api", "TaskRoleArn": {"Fn::GetAtt": [${JSON.stringify(id)}, "Arn"]},
        "ContainerDefinitions": [{"Name": "web", "Image": "nginx:1.27", "Memory": 512}]}}}}`;
    const [one, other] = [await judged(template('Role')), await judged(template(name))];
    expect(other.result.inputErrors).toEqual([]);
    expect([...other.verdicts.values()]).toEqual([...one.verdicts.values()]);
  });
});
