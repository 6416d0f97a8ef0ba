import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/engine/result.ts';
import { COMMAND, command, folderWith, SOUND } from './command.ts';

/** Two errors with a safe edit: Fargate has no 513 MiB, and with awsvpc no other port of the host. */
const FAULTY = `{
\t// kept by hand
\t"family": "orders",
\t"requiresCompatibilities": ["FARGATE"],
\t"networkMode": "awsvpc",
\t"cpu": "256",
\t"memory": "513", // too little for "1024"
\t"containerDefinitions": [
\t\t{
\t\t\t"name": "api",
\t\t\t"image": "public.ecr.aws/docker/library/httpd:2.4",
\t\t\t"portMappings": [{ "containerPort": 80, "hostPort": 8080 }]
\t\t}
\t]
}`;
const MENDED = FAULTY.replace('"513"', '"1024"').replace(', "hostPort": 8080', '');
const SAFE = ['--rule', 'fargate-size/memory-invalid-for-cpu,rejected-by-ecs/awsvpc-host-port-mismatch'];

/** A service without what an unsafe edit would give it: the circuit breaker. */
const SERVICE = `serviceName: orders # the shop's
taskDefinition: orders
desiredCount: 2
launchType: FARGATE
`;
const UNSAFE = ['--rule', 'deployment-percents/no-circuit-breaker'];

const read = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8');
const problemsOf = (stdout: string) =>
  (JSON.parse(stdout) as Pick<Result, 'findings'>).findings.map(({ problem }) => problem);

function fixing(files: Readonly<Record<string, unknown>>) {
  const folder = folderWith(files);
  const check = (...args: readonly string[]) => command(['check', ...args], { cwd: folder });
  return { folder, check, says: (name: string) => read(folder, name) };
}

describe('--fix', () => {
  test('makes the safe edits and nothing else, and reports the file as it is then', async () => {
    const { check, says } = fixing({ 'taskdef.json': FAULTY });
    const { code, stdout, stderr } = await check('taskdef.json', ...SAFE, '--fix', '-f', 'json');
    expect(says('taskdef.json')).toBe(MENDED);
    expect([code, problemsOf(stdout), stderr]).toEqual([0, [], 'fixed 2 problems in 1 file\n']);
  });

  test('changes nothing the second time', async () => {
    const { folder, check } = fixing({ 'taskdef.json': FAULTY });
    await check('taskdef.json', ...SAFE, '--fix');
    const { mtimeMs, ino } = statSync(join(folder, 'taskdef.json'));
    const { stderr } = await check('taskdef.json', ...SAFE, '--fix');
    expect(stderr).toBe('nothing is fixed: there is no safe edit to make\n');
    expect(statSync(join(folder, 'taskdef.json'))).toMatchObject({ mtimeMs, ino });
  });

  test('leaves the other edits to --fix-unsafe, and says so', async () => {
    const { check, says } = fixing({ 'taskdef.json': SOUND, 'service.yml': SERVICE });
    const inputs = ['taskdef.json', 'service.yml', ...UNSAFE];
    const safe = await check(...inputs, '--fix');
    expect(says('service.yml')).toBe(SERVICE);
    expect(safe.stderr).toMatch(/^nothing is fixed.*\n1 more problem has an edit.*--fix-unsafe\n$/);
    const { code, stdout, stderr } = await check(...inputs, '--fix-unsafe', '-f', 'json');
    expect([code, problemsOf(stdout), stderr]).toEqual([0, [], 'fixed 1 problem in 1 file\n']);
    const after = says('service.yml');
    expect(after.startsWith(SERVICE)).toBe(true);
    expect(after).toContain('deploymentCircuitBreaker:');
  });

  test('keeps the mode, the links and the encoding', async () => {
    const { folder, check } = fixing({ 'real/utf16.json': Buffer.from(`\uFEFF${FAULTY}`, 'utf16le') });
    const real = join(folder, 'real/utf16.json');
    chmodSync(real, 0o640);
    symlinkSync('real/utf16.json', join(folder, 'link.json'));
    const { code } = await check('link.json', ...SAFE, '--fix');
    expect(code).toBe(0);
    expect(readFileSync(real).equals(Buffer.from(`\uFEFF${MENDED}`, 'utf16le'))).toBe(true);
    expect(statSync(real).mode & 0o7777).toBe(0o640);
    expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
    expect(readdirSync(join(folder, 'real'))).toEqual(['utf16.json']);
  });

  test('keeps comments, anchors, line breaks and the mark of YAML', async () => {
    const text = [
      '\uFEFF# owned by fulfilment',
      'family: orders',
      'requiresCompatibilities: [FARGATE]   # only',
      'networkMode: awsvpc',
      "cpu: '256'",
      "memory: '513' # too little",
      'containerDefinitions:',
      '- &base',
      '  name: api',
      '  image: public.ecr.aws/docker/library/httpd:2.4',
      '  portMappings:',
      '  - containerPort: 80',
      '    hostPort: 8080 # gone',
      '    protocol: tcp',
      '- <<: *base',
      '  name: side',
      '  portMappings: []',
    ].join('\r\n');
    const { check, says } = fixing({ 'taskdef.yml': text });
    const { code } = await check('taskdef.yml', ...SAFE, '--fix');
    expect(code).toBe(0);
    expect(says('taskdef.yml')).toBe(
      text.replace("'513'", "'1024'").replace('    hostPort: 8080 # gone\r\n', ''),
    );
  });

  test('edits the document that is meant, of several in one file', async () => {
    const documents = ['family: a\nmemory: 512', 'family: b\nmemory: 513', SERVICE].map((text) =>
      text.startsWith('family')
        ? `${text}\ncpu: 256\nnetworkMode: awsvpc\nrequiresCompatibilities: [FARGATE]\ncontainerDefinitions: [{ name: api, image: httpd }]\n`
        : text.replace('orders\ndesired', 'b\ndesired'),
    );
    const { check, says } = fixing({ 'all.yml': documents.join('---\n') });
    await check('all.yml', ...SAFE, ...UNSAFE, '--fix-unsafe');
    const [first, second, service] = says('all.yml').split('---\n');
    expect(first).toBe(documents[0]);
    expect(second).toBe(documents[1]?.replace('513', '"1024"'));
    expect(service).toContain('deploymentCircuitBreaker:');
  });

  test('edits a file once that is named twice', async () => {
    const { folder, check, says } = fixing({ 'taskdef.json': FAULTY });
    symlinkSync('taskdef.json', join(folder, 'other.json'));
    const { stderr, code } = await check('taskdef.json', './taskdef.json', 'other.json', ...SAFE, '--fix');
    expect([code, says('taskdef.json')]).toEqual([0, MENDED]);
    expect(stderr).toMatch(/^fixed \d problems in 1 file\n$/);
  });

  test('edits what an input names, and what it does not name stays as it is', async () => {
    const config = 'region: eu-west-1\ncluster: prod\nservice: orders\ntask_definition: taskdef.json\n';
    const { check, says } = fixing({
      'ecspresso.yml': config,
      'taskdef.json': FAULTY,
      'beside.json': FAULTY,
    });
    const { code } = await check('ecspresso.yml', ...SAFE, '--fix');
    expect([code, says('taskdef.json')]).toEqual([0, MENDED]);
    expect(says('ecspresso.yml')).toBe(config);
    expect(says('beside.json')).toBe(FAULTY);
  });
});

describe('--fix-dry-run', () => {
  test('shows a diff before the report, and writes nothing', async () => {
    const { check, says } = fixing({ 'taskdef.json': FAULTY });
    const { code, stdout, stderr } = await check('taskdef.json', ...SAFE, '--fix-dry-run');
    expect(says('taskdef.json')).toBe(FAULTY);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^diff --git a\/taskdef\.json b\/taskdef\.json\n--- a\/taskdef\.json\n\+\+\+ b\/taskdef\.json\n/,
    );
    expect(stdout).toContain('-\t"memory": "513", // too little for "1024"\n+\t"memory": "1024", // too');
    expect(stdout).toContain('error[fargate-size/memory-invalid-for-cpu] taskdef.json:7');
    expect(stderr).toBe('would fix 2 problems in 1 file; nothing is written\n');
  });

  test.each([
    ['git', 'apply'],
    ['patch', '-p1'],
  ])('the diff is one that %s takes', async (program, ...args) => {
    const { folder, check, says } = fixing({ 'my stacks/taskdef.json': FAULTY, 'b.json': `${FAULTY}\n` });
    const inputs = ['my stacks/taskdef.json', 'b.json', ...SAFE, '--fix-dry-run', '-f', 'text=report.txt'];
    const { stdout } = await check(...inputs);
    const { status, stderr } = spawnSync(program, args, { cwd: folder, input: stdout, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect([says('my stacks/taskdef.json'), says('b.json')]).toEqual([MENDED, `${MENDED}\n`]);
  });

  test('the diff goes to standard error where a machine reads the other', async () => {
    const { check } = fixing({ 'taskdef.json': FAULTY });
    const { code, stdout, stderr } = await check('taskdef.json', ...SAFE, '--fix-dry-run', '-f', 'json');
    expect([code, problemsOf(stdout)]).toEqual([
      1,
      ['memory-invalid-for-cpu', 'awsvpc-host-port-mismatch'].sort(),
    ]);
    expect(stderr).toContain('+\t"memory": "1024"');
  });

  test('shows what --fix-unsafe would do where that is asked for', async () => {
    const { check, says } = fixing({ 'taskdef.json': SOUND, 'service.yml': SERVICE });
    const inputs = ['taskdef.json', 'service.yml', ...UNSAFE, '--fix-dry-run'];
    expect((await check(...inputs)).stdout).not.toContain('diff --git');
    expect((await check(...inputs, '--fix-unsafe')).stdout).toContain('+  deploymentCircuitBreaker:');
    expect(says('service.yml')).toBe(SERVICE);
  });

  test('goes before --fix', async () => {
    const { check, says } = fixing({ 'taskdef.json': FAULTY });
    await check('taskdef.json', ...SAFE, '--fix', '--fix-dry-run');
    expect(says('taskdef.json')).toBe(FAULTY);
  });

  test('has colours where they are wanted, and then nothing in it acts', async () => {
    const { check } = fixing({
      'taskdef.json': FAULTY.replace('kept by hand', 'kept \u001b[2J ::error::by hand'),
    });
    const { stdout } = await check('taskdef.json', ...SAFE, '--fix-dry-run', '--color');
    expect(stdout).toContain('\u001b[1m\u001b[32m+\t"memory": "1024"');
    expect(stdout).not.toContain('\u001b[2J');
  });

  test('shows no value of an environment variable', async () => {
    const text = FAULTY.replace(
      '"portMappings"',
      '"environment": [{ "name": "DB", "value": "hunter2" }],\n\t\t\t"portMappings"',
    );
    const { check } = fixing({ 'taskdef.json': text });
    const { stdout, stderr } = await check('taskdef.json', ...SAFE, '--fix-dry-run');
    expect(stdout).toContain('+\t\t\t"portMappings": [{ "containerPort": 80 }]');
    expect(stdout + stderr).not.toContain('hunter2');
  });
});

describe('standard input', () => {
  test.each(['--fix', '--fix-unsafe'])('cannot be written back by %s', async (flag) => {
    const { code, stdout, stderr } = await command(['check', '-', flag, '-f', 'json'], { stdin: FAULTY });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      new RegExp(`^ecs-preflight: ${flag}: standard input cannot be written back; --fix-dry-run`),
    );
    expect(JSON.parse(stdout)).toMatchObject({ findings: [], inputErrors: [{ file: 'ecs-preflight' }] });
  });

  test('is shown as it would be', async () => {
    const { code, stdout } = await command(['check', '-', ...SAFE, '--fix-dry-run'], { stdin: FAULTY });
    expect(code).toBe(1);
    expect(stdout).toContain('+++ b/<stdin>\n');
    expect(stdout).toContain('+\t"memory": "1024"');
  });
});

describe('a file that cannot be written', () => {
  test('keeps none of the others from being fixed', async () => {
    const { folder, check, says } = fixing({ 'a.json': FAULTY, 'locked.json': FAULTY, 'z.json': FAULTY });
    chmodSync(join(folder, 'locked.json'), 0o444);
    const { code, stdout, stderr } = await check(
      'a.json',
      'locked.json',
      'z.json',
      ...SAFE,
      '--fix',
      '-f',
      'json',
    );
    expect([says('a.json'), says('locked.json'), says('z.json')]).toEqual([MENDED, FAULTY, MENDED]);
    expect(code).toBe(2);
    expect(stderr).toBe('fixed 4 problems in 2 files\nnot written: locked.json is read-only\n');
    expect(problemsOf(stdout)).toHaveLength(2);
    expect(readdirSync(folder).sort()).toEqual(['a.json', 'locked.json', 'z.json']);
  });

  test('since it changed while it was judged', () => {
    const { folder, says } = fixing({ 'taskdef.json': FAULTY, 'b.json': FAULTY });
    // The pipe takes so much only when it is read, and it is read when the files before it were.
    const late = `{ head -c 300000 /dev/zero | tr '\\0' ' '; echo >> taskdef.json; cat sound; }`;
    writeFileSync(join(folder, 'sound'), JSON.stringify(SOUND));
    const line = `"$0" "$1" check taskdef.json b.json <(${late}) ${SAFE.join(' ')} --fix -f json`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', line, process.execPath, COMMAND], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(says('taskdef.json')).toBe(`${FAULTY}\n`);
    expect(says('b.json')).toBe(MENDED);
    expect(stderr).toBe('fixed 2 problems in 1 file\nnot written: taskdef.json was changed meanwhile\n');
    expect(status).toBe(2);
    expect(problemsOf(stdout)).toHaveLength(2);
    expect(readdirSync(folder).sort()).toEqual(['b.json', 'sound', 'taskdef.json']);
  });

  test('for it is a pipe', () => {
    const { folder } = fixing({ 'taskdef.json': FAULTY });
    const line = `"$0" "$1" check <(cat taskdef.json) ${SAFE.join(' ')} --fix -f json`;
    const { status, stderr } = spawnSync('bash', ['-c', line, process.execPath, COMMAND], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^not written: \/dev\/fd\/\d+ is not a regular file\n$/);
  });

  test('is told with what its name holds made visible', async () => {
    const name = 'a\u001b[2J\n::error::.json';
    const { folder, check } = fixing({ [name]: FAULTY });
    chmodSync(join(folder, name), 0o444);
    const { stderr } = await check(name, ...SAFE, '--fix', '-f', 'json');
    expect(stderr).toBe('not written: a\\u001b[2J\\n::error::.json is read-only\n');
  });
});

describe('what is generated is not edited', () => {
  const plan = {
    format_version: '1.2',
    terraform_version: '1.9.5',
    planned_values: {
      root_module: {
        resources: [
          {
            address: 'aws_ecs_task_definition.app',
            mode: 'managed',
            type: 'aws_ecs_task_definition',
            name: 'app',
            provider_name: 'registry.terraform.io/hashicorp/aws',
            schema_version: 1,
            values: {
              family: 'app',
              cpu: '256',
              memory: '513',
              network_mode: 'awsvpc',
              requires_compatibilities: ['FARGATE'],
              container_definitions: JSON.stringify([{ name: 'web', image: 'httpd:2.4' }]),
            },
          },
        ],
      },
    },
  };
  const stack = {
    Resources: {
      TaskDef54694570: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          Cpu: '256',
          Memory: '513',
          NetworkMode: 'awsvpc',
          RequiresCompatibilities: ['FARGATE'],
          ContainerDefinitions: [{ Name: 'web', Image: 'httpd:2.4', Essential: true }],
        },
        Metadata: { 'aws:cdk:path': 'Api/TaskDef/Resource' },
      },
    },
  };
  const manifest = {
    version: '36.0.0',
    artifacts: {
      Api: {
        type: 'aws:cloudformation:stack',
        environment: 'aws://unknown-account/unknown-region',
        properties: { templateFile: 'Api.template.json' },
        displayName: 'Api',
      },
    },
  };

  test.each([
    ['a Terraform plan', 'plan.json', { 'plan.json': plan }],
    ['a CDK assembly', 'cdk.out', { 'cdk.out/manifest.json': manifest, 'cdk.out/Api.template.json': stack }],
    ['a template out of a CDK assembly', 'Api.template.json', { 'Api.template.json': stack }],
  ] as const)('%s', async (_, input, files) => {
    const { check, says } = fixing(files);
    const before = Object.keys(files).map(says);
    const { code, stdout, stderr } = await check(input, ...SAFE, '--fix-unsafe', '-f', 'json');
    expect([code, problemsOf(stdout)]).toEqual([1, ['memory-invalid-for-cpu']]);
    expect(stderr).toBe('nothing is fixed: there is no edit to make\n');
    expect(Object.keys(files).map(says)).toEqual(before);
  });
});

test('what cannot be made without harm is told, with its place', async () => {
  const text = `family: orders\nrequiresCompatibilities: [FARGATE]\nnetworkMode: awsvpc\ncpu: 256\nmemory: &memory 513\ncontainerDefinitions: [{ name: api, image: httpd, memory: *memory }]\n`;
  const { check, says } = fixing({ 'taskdef.yml': text });
  const { code, stderr } = await check('taskdef.yml', ...SAFE, '--fix', '-f', 'json');
  expect([code, says('taskdef.yml')]).toEqual([1, text]);
  expect(stderr).toMatch(
    /^nothing is fixed: .*\nnot fixed: taskdef\.yml:5: fargate-size\/memory-invalid-for-cpu: the edit cannot be made without changing more of the text than it should\n$/,
  );
});

test('what is suppressed is not fixed', async () => {
  const { check, says } = fixing({ 'taskdef.json': FAULTY });
  await check('taskdef.json', ...SAFE, '--write-baseline');
  const { code, stderr } = await check(
    'taskdef.json',
    ...SAFE,
    '--baseline',
    'ecs-preflight-baseline.json',
    '--fix',
  );
  expect([code, says('taskdef.json')]).toEqual([0, FAULTY]);
  expect(stderr).toBe('nothing is fixed: there is no safe edit to make\n');
});

test('an audit edits nothing', async () => {
  const { code, stderr } = await command(['audit', '--cluster', 'prod', '--fix']);
  expect([code, stderr]).toEqual([2, 'ecs-preflight: there is no option --fix\n']);
});
