import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/engine/result.ts';
import { COMMAND, command, folderWith, ONE_ROLE, OPEN, SOUND, UNSIZED } from './command.ts';

const files = folderWith({
  'sound.json': SOUND,
  'unsized.json': UNSIZED,
  'one-role.json': ONE_ROLE,
  'open.json': OPEN,
  'broken.json': '{ "family": "orders", ',
  'deploy/a.json': SOUND,
  'deploy/b.json': UNSIZED,
  'service.json': { serviceName: 'orders', taskDefinition: 'orders', desiredCount: 2, launchType: 'FARGATE' },
});
const inFolder = (...args: readonly string[]) => command(args, { cwd: files });
const findingsOf = (stdout: string) => (JSON.parse(stdout) as { findings: readonly Finding[] }).findings;

describe('exit codes', () => {
  test.each([
    ['nothing to complain about', ['sound.json'], 0],
    ['an error', ['unsized.json'], 1],
    ['a warning is below the default threshold', ['one-role.json'], 0],
    ['a warning reaches its own threshold', ['one-role.json', '--fail-on', 'warning'], 1],
    ['a warning reaches a lower threshold', ['one-role.json', '--fail-on', 'info'], 1],
    ['never', ['unsized.json', '--fail-on', 'never'], 0],
    ['an unknown', ['open.json'], 0],
    ['an unknown under --strict', ['open.json', '--strict'], 3],
    ['a finding goes before an unknown', ['open.json', 'unsized.json', '--strict'], 1],
    ['what cannot be read goes before a finding', ['unsized.json', 'broken.json'], 2],
    ['a missing file', ['sound.json', 'nowhere.json'], 2],
    ['a glob without a match', ['nowhere/*.json'], 2],
    ['no input', [], 2],
    ['an unknown option', ['sound.json', '--nonsense'], 2],
  ] as const)('%s', async (_, args, code) => {
    expect(await inFolder('check', ...args)).toMatchObject({ code });
  });

  test('what is merely offline is no matter of --strict', async () => {
    const { code, stdout } = await inFolder(
      'check',
      'sound.json',
      '--service',
      'service.json',
      '--strict',
      '--rule',
      'subnet-headroom,grace-period',
      '-f',
      'json',
      '--fail-on',
      'never',
    );
    const { unknowns } = JSON.parse(stdout) as { unknowns: readonly { reason: string }[] };
    expect(unknowns.filter(({ reason }) => reason !== 'offline')).toEqual([]);
    expect(code).toBe(0);
  });
});

describe('inputs', () => {
  test('the others are checked where one cannot be read', async () => {
    const { stdout, stderr, code } = await inFolder('check', 'broken.json', 'unsized.json', '-f', 'json');
    expect(code).toBe(2);
    expect(findingsOf(stdout).map(({ location }) => location.file)).toContain('unsized.json');
    expect(stderr).toMatch(/^broken\.json:1:\d+: .+\n$/);
  });

  test('a glob is expanded here where the shell did not', async () => {
    const { stdout } = await inFolder('check', 'deploy/*.json', '-f', 'json');
    const { deployments } = JSON.parse(stdout) as { deployments: readonly { file: string }[] };
    expect(deployments.map(({ file }) => file)).toEqual(['deploy/a.json', 'deploy/b.json']);
  });

  test('a file named twice is judged once', async () => {
    const { stdout } = await inFolder('check', 'unsized.json', 'unsized.json', '-f', 'json');
    expect(findingsOf(stdout).filter(({ problem }) => problem === 'memory-invalid-for-cpu')).toHaveLength(1);
  });

  test('standard input', async () => {
    const { stdout, code } = await command(['check', '-', '-f', 'json'], { stdin: JSON.stringify(UNSIZED) });
    expect(code).toBe(1);
    expect(findingsOf(stdout)[0]?.location).toMatchObject({ file: '<stdin>', pointer: '/memory' });
  });

  test('an empty standard input is an input that cannot be read', async () => {
    const { stderr, stdout, code } = await command(['check', '-']);
    expect(code).toBe(2);
    expect(`${stdout}${stderr}`).toContain('<stdin>');
  });

  test('a service is paired with its task definition', async () => {
    const { stdout } = await inFolder('check', 'unsized.json', '--service', 'service.json', '-f', 'json');
    const { deployments } = JSON.parse(stdout) as { deployments: readonly unknown[] };
    expect(deployments).toEqual([
      { id: 'orders', file: 'unsized.json', family: 'orders', service: 'orders' },
    ]);
  });
});

describe('-f json where nothing could be judged', () => {
  const nothing = { deployments: [], findings: [], unknowns: [], verdicts: [] };
  test.each([
    ['an unknown option', ['--nonsense'], 'no option --nonsense'],
    ['an unknown rule', ['--rule', 'nonsense'], 'no rule or problem'],
    ['a wrong value', ['--fail-on', 'x'], 'fail-on'],
    ['a value that lacks', ['--ruleset'], 'ruleset'],
    ['two documents asked for', ['--format=json'], 'standard output'],
    ['two formats asked for', ['-f', 'text'], 'standard output'],
    ['nothing selected', ['--rule', 'fargate-size', '--skip', 'fargate-size'], 'leave no rule'],
  ] as const)('%s', async (_, args, message) => {
    const { stdout, stderr, code } = await inFolder('check', 'sound.json', '-f', 'json', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(JSON.parse(stdout)).toMatchObject({
      ...nothing,
      inputErrors: [{ file: 'ecs-preflight', message: expect.stringContaining(message) }],
    });
  });

  test.each([
    ['no input is named', ['-f', 'json', '--nonsense']],
    ['JSON goes to a file', ['sound.json', '-f', 'json=out.json', '--nonsense']],
    ['JSON is not asked for', ['sound.json', '--nonsense']],
  ] as const)('no document where %s', async (_, args) => {
    expect(await inFolder('check', ...args)).toMatchObject({ code: 2, stdout: '' });
  });

  test('a file that cannot be written costs no other report', async () => {
    const args = ['-f', 'sarif=no/such/folder/out.sarif', '-f', 'json'];
    const { stdout, stderr, code } = await inFolder('check', 'unsized.json', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain('cannot write');
    expect(findingsOf(stdout).length).toBeGreaterThan(0);
  });
});

test('a single letter suggests nothing', async () => {
  const { stderr, code } = await inFolder('check', '-dash.json');
  expect([code, stderr]).toEqual([2, 'ecs-preflight: there is no option -d\n']);
});

test('an option that asks the account is told what it takes', async () => {
  for (const option of ['--profile', '--role-arn', '--endpoint-url']) {
    const { stderr, code } = await inFolder('check', 'sound.json', option, 'x');
    expect([code, stderr]).toEqual([2, `ecs-preflight: ${option} asks the account, which needs --live\n`]);
  }
});

describe('options', () => {
  test('lists take one value a flag, or a comma list, and never the words after it', async () => {
    const spellings = [
      ['--rule', 'fargate-size', '--rule', 'role-confusion', 'unsized.json', 'one-role.json'],
      ['--rule', 'fargate-size,role-confusion', 'unsized.json', 'one-role.json'],
      ['unsized.json', '--rule=fargate-size,role-confusion', 'one-role.json'],
    ];
    for (const args of spellings) {
      const { stdout } = await inFolder('check', ...args, '-f', 'json');
      expect(
        findingsOf(stdout)
          .map(({ problem }) => problem)
          .sort(),
      ).toEqual(['memory-invalid-for-cpu', 'same-role']);
    }
  });

  test('--rule and --skip take a problem', async () => {
    const one = await inFolder('check', 'unsized.json', '--rule', 'fargate-size/cpu-invalid', '-f', 'json');
    expect(findingsOf(one.stdout)).toEqual([]);
    const other = await inFolder(
      'check',
      'unsized.json',
      '--skip',
      'fargate-size/memory-invalid-for-cpu',
      '-f',
      'json',
    );
    expect(findingsOf(other.stdout)).toEqual([]);
  });

  test('--as fargate judges what would be', async () => {
    const folder = folderWith({ 'ec2.json': { ...UNSIZED, requiresCompatibilities: ['EC2'] } });
    const asked = await command(['check', 'ec2.json', '--as', 'fargate', '-f', 'json'], { cwd: folder });
    const unasked = await command(['check', 'ec2.json', '-f', 'json'], { cwd: folder });
    const problems = (stdout: string) => findingsOf(stdout).map(({ problem }) => problem);
    expect(problems(asked.stdout)).toContain('memory-invalid-for-cpu');
    expect(problems(unasked.stdout)).not.toContain('memory-invalid-for-cpu');
  });

  test.each([
    [['check', 'sound.json', '--formt', 'json'], /there is no option --formt, did you mean "--format"\?/],
    [
      ['check', 'sound.json', '--rule', 'fargate-sise'],
      /no rule or problem "fargate-sise", did you mean "fargate-size"\?/,
    ],
    [['check', 'sound.json', '--rule', 'same-role'], /did you mean "role-confusion\/same-role"\?/],
    [['check', 'sound.json', '-f', 'jsn'], /no format "jsn" \(.*\), did you mean "json"\?/],
    [['check', 'sound.json', '-f', 'sarif', '-f', 'text'], /both go to standard output/],
    [['check', 'sound.json', '--option', 'nonsense'], /--option wants rule\.name=value/],
    [
      ['check', 'sound.json', '--option', 'grace-perio.startupSeconds=4'],
      /no rule "grace-perio", did you mean "grace-period"/,
    ],
    [
      ['check', 'sound.json', '--option', 'grace-period.startup=4'],
      /has no option "startup": it has startupSeconds/,
    ],
    [['check', 'sound.json', '--startup-seconds', 'web=soon'], /--startup-seconds wants a number/],
    [['check', 'sound.json', '--account', '12'], /--account wants twelve digits/],
    [['check', 'sound.json', '--region', 'Frankfurt'], /--region wants a region/],
    [['check', 'sound.json', '--region', 'eu-west-1', '--region', 'us-east-1'], /--region is given 2 times/],
    [['check', 'sound.json', '--fail-on', 'fatal'], /fail-on/],
    [['chek', 'sound.json'], /no command "chek", did you mean "check"/],
    [['./sound.json'], /did you mean "ecs-preflight check \.\/sound\.json"/],
    [['check'], /check wants a file/],
    [[], /name a command/],
    [['explain', 'nonsense'], /no rule or problem "nonsense"/],
  ] as const)('%j is refused in one sentence', async (args, message) => {
    const { code, stdout, stderr } = await inFolder(...args);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect([code, stdout]).toEqual([2, '']);
  });

  const COMMANDS = ['check', 'audit', 'snapshot', 'diagnose', 'permissions', 'rules', 'explain'];
  test.each<[readonly string[]]>([
    [['--help']],
    ...COMMANDS.map((name): [readonly string[]] => [[name, '--help']]),
    [['check', '-h']],
    [['--version', '--help']],
  ])('%j helps, in 80 columns, with examples that can be copied', async (args) => {
    const { code, stdout, stderr } = await command(args);
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
    const examples = lines.slice(lines.indexOf('Examples:') + 1, lines.indexOf('Exit codes:'));
    const copied = examples.filter((line) => /^ {2}(?!#)\S/.test(line));
    expect(copied.length).toBeGreaterThan(1);
    for (const line of copied) expect(line).toMatch(/^ {2}(ecs-preflight|aws|pbpaste|terraform) .*[^\\]$/);
  });

  test('the overview names all commands', async () => {
    const { stdout } = await command(['--help']);
    expect([...stdout.matchAll(/^ {2}(\w+) {2,}\S/gm)].map(([, name]) => name)).toEqual(
      expect.arrayContaining(COMMANDS),
    );
  });

  test('an option is suggested only where the command has it', async () => {
    const { stderr } = await inFolder('snapshot', '--strct');
    expect(stderr).toBe('ecs-preflight: there is no option --strct\n');
    const live = await inFolder('audit', '--live');
    expect(live.stderr).toBe('ecs-preflight: audit has no option --live: it asks the account always\n');
  });

  test.each([[['--version']], [['-V']], [['check', '--version']]])('%j tells the version', async (args) => {
    const { code, stdout } = await command(args);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });
});

describe('colours', () => {
  const coloured = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    (await command(['check', 'unsized.json', ...args], { cwd: files, env })).stdout.includes('\u001b[');

  test.each([
    ['a pipe has none', [], {}, false],
    ['--color', ['--color'], {}, true],
    ['FORCE_COLOR', [], { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, false],
    ['--no-color over FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }, false],
    ['--color over NO_COLOR', ['--color'], { NO_COLOR: '1' }, true],
    ['FORCE_COLOR over NO_COLOR', [], { NO_COLOR: '1', FORCE_COLOR: '1' }, true],
  ] as const)('%s', async (_, args, env, expected) => {
    expect(await coloured(args, env)).toBe(expected);
  });

  test('JSON has none', async () => {
    expect(await coloured(['-f', 'json', '--color'])).toBe(false);
  });
});

test('the command is where the package says', () => {
  expect(COMMAND).toMatch(/dist[/\\]bin\.cjs$/);
});
