import { describe, expect, test } from 'vitest';
import { reasonsAt, said } from './said.ts';

/** A comment that suppresses by this reason. */
const ignore = (reason: string) => `ecs-preflight-ignore fargate-size -- ${reason}`;

const YAML = `family: orders # ${ignore('the family')}
cpu: "256"
# ${ignore('the memory')}
memory: "9000"
# ${ignore('all containers')}
containerDefinitions:
  # first a word of explanation
  # ${ignore('the first')}

  - name: api # ${ignore('the first name')}
    image: httpd:2.4
    environment: # ${ignore('its environment')}
      - name: A
        value: "# ${ignore('no comment')}"
    command:
      - sh
      - -c
      # ${ignore('the script')}
      - |
        # ${ignore('a line of the script')}
        exec httpd
  - # ${ignore('the second')}
    name: proxy
    image: envoy:1
    portMappings: [{ containerPort: 80 }] # ${ignore('its ports')}
    healthCheck: {
      command: [CMD, "true"], # ${ignore('its command')}
      # ${ignore('its interval')}
      interval: 30
    } # ${ignore('its check')}
`;

describe('a comment in YAML stands for', () => {
  const read = said({ 't.yaml': YAML });
  const at = async (pointer: string) => reasonsAt(await read, { file: 't.yaml', pointer });

  test.each<[string, string, readonly string[]]>([
    ['the member at whose end it stands', '/family', ['the family']],
    ['no neighbour', '/cpu', []],
    ['the member that follows', '/memory', ['the memory']],
    ['no member whose name only begins alike', '/memoryReservation', []],
    [
      'all beneath, over another comment and an empty line',
      '/containerDefinitions/0/cpu',
      ['all containers', 'the first'],
    ],
    [
      'one member of an element',
      '/containerDefinitions/0/name',
      ['all containers', 'the first', 'the first name'],
    ],
    [
      'what the member at its end opens',
      '/containerDefinitions/0/environment/0/name',
      ['all containers', 'the first', 'its environment'],
    ],
    [
      'an element of a list of texts',
      '/containerDefinitions/0/command/2',
      ['all containers', 'the first', 'the script'],
    ],
    ['nothing, within a text', '/containerDefinitions/0/command/1', ['all containers', 'the first']],
    ['the element that it opens', '/containerDefinitions/1/image', ['all containers', 'the second']],
    [
      'a list in one line',
      '/containerDefinitions/1/portMappings/0/hostPort',
      ['all containers', 'the second', 'its ports'],
    ],
    [
      'a member in braces',
      '/containerDefinitions/1/healthCheck/command',
      ['all containers', 'the second', 'its command', 'its check'],
    ],
    [
      'the member in braces that follows',
      '/containerDefinitions/1/healthCheck/interval',
      ['all containers', 'the second', 'its interval', 'its check'],
    ],
    [
      'the braces that end before it',
      '/containerDefinitions/1/healthCheck/retries',
      ['all containers', 'the second', 'its check'],
    ],
    ['what is missing beneath', '/containerDefinitions/1/logConfiguration', ['all containers', 'the second']],
  ])('%s', async (_, pointer, reasons) => {
    expect(await at(pointer)).toEqual(reasons);
  });

  test('nothing in another file', async () => {
    expect(reasonsAt(await read, { file: 'other.yaml', pointer: '/memory' })).toEqual([]);
    expect((await read).errors).toEqual([]);
  });
});

test('says where it stands, and what of it', async () => {
  const { suppressions } = await said({
    't.yaml':
      'family: orders\n#  ecs-preflight-ignore fargate-size, logging until 2027-01-31 -- x\ncpu: 256\n',
  });
  expect(suppressions).toMatchObject([
    {
      kind: 'inSource',
      rules: ['fargate-size', 'logging'],
      until: '2027-01-31',
      reason: 'x',
      place: { file: 't.yaml', pointer: '/cpu', line: 2, column: 4, endLine: 2, endColumn: 68 },
    },
  ]);
});

test('what aliases and merges repeat is meant wherever it comes out', async () => {
  const read = await said({
    't.yaml': `x-common: &common
  # ${ignore('common memory')}
  memory: 64
  cpu: 10
x-log: &log { logDriver: awslogs } # ${ignore('common log')}
family: orders
containerDefinitions:
  - <<: *common
    name: api
    image: a
    logConfiguration: *log
  - # ${ignore('the second')}
    name: b
    image: b
    # ${ignore('all that is merged')}
    <<: *common
    memory: 128
`,
  });
  const at = (pointer: string) =>
    reasonsAt(read, { file: 't.yaml', pointer: `/containerDefinitions${pointer}` });
  expect(at('/0/memory')).toEqual(['common memory']);
  expect(at('/0/cpu')).toEqual([]);
  expect(at('/1/memory')).toEqual(['the second']);
  expect(at('/1/cpu')).toEqual(['the second', 'all that is merged']);
  // What is repeated as a whole is commented where it is used.
  expect(at('/0/logConfiguration/options')).toEqual([]);
});

test('of several documents it means its own', async () => {
  const task = (family: string, comment = '') =>
    `family: ${family}\n${comment}memory: "9000"\ncontainerDefinitions: [{ name: a, image: a }]\n`;
  const read = await said({
    't.yaml': `${task('one')}---\n${task('two', `# ${ignore('two')}\n`)}---\n${task('three')}`,
  });
  const at = (line: number) => reasonsAt(read, { file: 't.yaml', pointer: '/memory', line });
  expect([at(2), at(7), at(11)]).toEqual([[], ['two'], []]);
});

const JSONC = `{
  // ${ignore('the family')}
  "family": "orders",
  "cpu": "256", // ${ignore('the cpu')}
  "memory": "9000" /* ${ignore('the memory')} */, /* ${ignore('the mode')} */ "networkMode": "awsvpc",
  "url": "// ${ignore('no comment')}",
  /*
   * ${ignore('all')}
   * containers
   */
  "containerDefinitions": [
    { // ${ignore('the first')}
      "name": "api", "image": "a" },
    // ${ignore('the second')}
    { "name": "b", /* ${ignore('its image')} */ "image": "b",
      "environment": [
      ] // ${ignore('its environment')}
    }
  ],
}
`;

describe('a comment in JSON stands for', () => {
  const read = said({ 't.json': JSONC });

  test.each<[string, readonly string[]]>([
    ['/family', ['the family']],
    ['/cpu', ['the cpu']],
    ['/networkMode', ['the mode']],
    ['/memory', ['the memory']],
    ['/url', []],
    ['/containerDefinitions/0/cpu', ['all containers', 'the first']],
    ['/containerDefinitions/1/cpu', ['all containers', 'the second']],
    ['/containerDefinitions/1/image', ['all containers', 'the second', 'its image']],
    ['/containerDefinitions/1/environment/0', ['all containers', 'the second', 'its environment']],
  ])('%s', async (pointer, reasons) => {
    expect(reasonsAt(await read, { file: 't.json', pointer })).toEqual(reasons);
  });
});

describe('the whole file', () => {
  const file = (text: string) => said({ 't.yaml': text });
  const comment = '# ecs-preflight-ignore-file fargate-size -- generated';

  test.each([
    ['at the top', `${comment}\nfamily: orders\ncontainerDefinitions: []\n`],
    [
      'under other comments and a marker',
      `# a licence\n---\n${comment}\nfamily: orders\ncontainerDefinitions: []\n`,
    ],
  ])('%s', async (_, text) => {
    const read = await file(text);
    expect(reasonsAt(read, { file: 't.yaml', pointer: '' })).toEqual(['generated']);
    expect(reasonsAt(read, { file: 't.yaml', pointer: '/containerDefinitions/0/cpu' })).toEqual([
      'generated',
    ]);
  });

  test('in JSON, before or behind the first brace', async () => {
    const text = (before: string, behind: string) =>
      `${before}\n{ ${behind}\n "family": "orders", "containerDefinitions": [] }\n`;
    const line = '// ecs-preflight-ignore-file fargate-size -- generated';
    for (const one of [text(line, ''), text('', line)])
      expect(reasonsAt(await said({ 't.json': one }), { file: 't.json', pointer: '/x' })).toEqual([
        'generated',
      ]);
  });

  test('all documents of the file', async () => {
    const task = 'family: a\ncontainerDefinitions: []\n';
    const read = await file(`${comment}\n${task}---\n${task}`);
    expect(reasonsAt(read, { file: 't.yaml', pointer: '/cpu', line: 6 })).toEqual(['generated']);
  });

  test('nowhere else', async () => {
    const { suppressions, errors } = await file(`family: orders\n${comment}\ncontainerDefinitions: []\n`);
    expect(suppressions).toEqual([]);
    expect(errors).toEqual([
      {
        file: 't.yaml',
        line: 2,
        column: 3,
        message: 'what suppresses for the whole file stands at its top, before everything else',
      },
    ]);
  });
});

describe('what cannot be obeyed is an error with its place', () => {
  const rest = 'family: orders\ncontainerDefinitions: []\n';

  test.each([
    ['no reason', `# ecs-preflight-ignore fargate-size\n${rest}`, 1, 3, 'gives no reason'],
    [
      'an unknown rule',
      `#ecs-preflight-ignore fargate-size, nonsense -- x\n${rest}`,
      1,
      37,
      'no rule "nonsense"',
    ],
    [
      'a day that is none',
      `${rest}cpu: 1 # ecs-preflight-ignore logging until 2027-06-31 -- x\n`,
      3,
      39,
      'calendar',
    ],
    ['a misspelled marker', `# ecs-preflight-ingore logging -- x\n${rest}`, 1, 3, 'did you mean'],
    ['nothing that follows', `${rest}# ecs-preflight-ignore logging -- x\n`, 3, 3, 'stands before nothing'],
    [
      'nothing that follows in its structure',
      `containerDefinitions:\n  - name: a\n    image: a\n    # ecs-preflight-ignore logging -- x\nfamily: a\n`,
      4,
      7,
      'stands before nothing',
    ],
    [
      'nothing that follows in its document',
      `${rest}# ecs-preflight-ignore logging -- x\n---\n${rest}`,
      3,
      3,
      'stands before nothing',
    ],
    [
      'nothing that it stands behind',
      `--- # ecs-preflight-ignore logging -- x\n${rest}`,
      1,
      7,
      'stands behind nothing',
    ],
  ])('%s', async (_, text, line, column, message) => {
    const { suppressions, errors } = await said({ 't.yaml': text });
    expect(suppressions).toEqual([]);
    expect(errors).toEqual([{ file: 't.yaml', line, column, message: expect.stringContaining(message) }]);
  });

  test('in JSON at the end of a structure', async () => {
    const { errors } = await said({
      't.json': `{ "family": "a", "containerDefinitions": [\n // ${ignore('x')}\n ], "cpu": "256" }`,
    });
    expect(errors).toMatchObject([
      { line: 2, column: 5, message: expect.stringContaining('stands before nothing') },
    ]);
  });

  test('each of several, and what is right beside them holds', async () => {
    const { suppressions, errors } = await said({
      't.yaml': `# ecs-preflight-ignore nonsense -- x\n# ecs-preflight-ignore logging\n# ${ignore('x')}\n${rest}`,
    });
    expect(errors.map(({ line }) => line)).toEqual([1, 2]);
    expect(suppressions).toHaveLength(1);
  });
});

describe('texts that are hard to read', () => {
  test('a byte order mark, carriage returns and characters of two units', async () => {
    const read = await said({
      't.yaml': `\uFEFF# ${ignore('first')}\r\nfamily: orders\r\n"😀": 1 # ${ignore('smile')}\r\ncontainerDefinitions: []\r\n`,
    });
    expect(reasonsAt(read, { file: 't.yaml', pointer: '/family' })).toEqual(['first']);
    expect(reasonsAt(read, { file: 't.yaml', pointer: '/😀' })).toEqual(['smile']);
    expect(read.suppressions[1]?.place).toMatchObject({ line: 3, column: 11 });
  });

  test('placeholders of templates', async () => {
    const read = await said({
      't.yaml': `family: {{ env "X" }} # ${ignore('the family')}\n# ${ignore('the {{ "memory" }}')}\nmemory: \${MEMORY}\ncontainerDefinitions: []\n`,
      't.json': `{\n "family": {{ must_env "X" }}, // ${ignore('json')}\n "containerDefinitions": []\n}`,
    });
    expect(reasonsAt(read, { file: 't.yaml', pointer: '/family' })).toEqual(['the family']);
    expect(reasonsAt(read, { file: 't.yaml', pointer: '/memory' })).toEqual(['the {{ "memory" }}']);
    expect(reasonsAt(read, { file: 't.json', pointer: '/family' })).toEqual(['json']);
  });

  test('a service and the task definition that it shares with another: each text counts once', async () => {
    const service = (name: string) => ({ serviceName: name, taskDefinition: 'orders', desiredCount: 1 });
    const read = await said({
      't.yaml': `# ${ignore('the family')}\nfamily: orders\ncontainerDefinitions: []\n`,
      'a.json': service('a'),
      'b.json': service('b'),
    });
    expect(read.suppressions).toHaveLength(1);
    expect([...(read.suppressions[0]?.about ?? [])]).toEqual(['a', 'b']);
  });
});

test('the definitions of an ecspresso project', async () => {
  const read = await said({
    'ecspresso.yml': 'region: eu-west-1\ncluster: prod\nservice: orders\ntask_definition: task.yaml\n',
    'task.yaml': `family: orders\n# ${ignore('the memory')}\nmemory: "{{ must_env \`MEMORY\` }}"\ncontainerDefinitions: []\n`,
  });
  expect(reasonsAt(read, { file: 'task.yaml', pointer: '/memory' })).toEqual(['the memory']);
});

// A pattern that goes back would take minutes; the test's time limit is its judge.
test('a comment that is made to take for ever', async () => {
  const text = `/* ${ignore(`why ${'*'.repeat(200_000)} not ${' '.repeat(200_000)}`)} ***/ {"family": "a", "containerDefinitions": []}`;
  const [reason = ''] = reasonsAt(await said({ 't.json': text }), { file: 't.json', pointer: '/family' });
  expect([reason.slice(0, 5), reason.slice(-5)]).toEqual(['why *', '* not']);
});
