import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import type { Finding } from '../../src/engine/result.ts';
import { judgeTexts } from '../fixtures.ts';
import { reportText } from '../report/results.ts';

const API = { name: 'api', image: 'public.ecr.aws/docker/library/httpd:2.4' };
const TASK = {
  family: 'orders',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
};

function run(definition: object) {
  return judgeTexts([{ file: 'taskdef.json', text: JSON.stringify(definition) }], rules);
}

async function found(problem: string, definition: object): Promise<readonly Finding[]> {
  return (await run(definition)).findings.filter((finding) => finding.problem === problem);
}

const ofContainer = (members: object, task: object = TASK) => ({
  ...task,
  containerDefinitions: [{ ...API, ...members }],
});

describe('a list where one thing is wanted, or one thing where a list is', () => {
  const dependency = { containerName: 'migrate', condition: 'START' };
  const limits = { initProcessEnabled: true };

  test.each([
    [{ dependsOn: dependency }, [dependency]],
    [{ dnsServers: '10.0.0.2' }, ['10.0.0.2']],
    [{ linuxParameters: [limits] }, limits],
    [{ healthCheck: [{ command: ['CMD', 'true'] }] }, { command: ['CMD', 'true'] }],
  ])('%j', async (members, value) => {
    const [finding] = await found('wrong-type', ofContainer(members));
    expect(finding?.fixes).toMatchObject([{ kind: 'edit', safe: false, edits: [{ op: 'set', value }] }]);
  });

  test.each([
    [{ linuxParameters: [limits, limits] }],
    [{ linuxParameters: [] }],
    [{ linuxParameters: ['init'] }],
    [{ logConfiguration: [{ logDriver: 'splunk', options: { 'splunk-token': 'hush' } }] }],
    [{ environment: [{ name: 'MODE', value: ['hush'] }] }],
  ])('%j is left alone', async (members) => {
    const [finding] = await found('wrong-type', ofContainer(members));
    expect(finding).toBeDefined();
    expect(finding?.fixes ?? []).toEqual([]);
  });

  test('the launch types too', async () => {
    const task = { ...TASK, requiresCompatibilities: 'FARGATE' };
    const [finding] = await found('wrong-type', ofContainer({}, task));
    expect(finding).toMatchObject({
      severity: 'error',
      location: { pointer: '/requiresCompatibilities' },
      fixes: [{ edits: [{ value: ['FARGATE'] }] }],
    });
  });
});

describe('a number or a boolean where a text is wanted is written as it is spelled', () => {
  // What the author typed: an account's leading zero and a version's last one are part of it.
  test.each([
    ['taskdef.json', '1.10', '1.10'],
    ['taskdef.json', '1E3', '1E3'],
    ['taskdef.json', '-0', '-0'],
    ['taskdef.yml', '1.10', '1.10'],
    ['taskdef.yml', '012345678901', '012345678901'],
    ['taskdef.yml', '0x1F # sixteen and fifteen', '0x1F'],
    ['taskdef.yml', 'True', 'True'],
    ['taskdef.yml', '&five 5', '5'],
    ['\ufefftaskdef.yml', '5.0', '5.0'],
  ])('%s: %s', async (name, spelled, value) => {
    const mark = name.startsWith('\ufeff') ? '\ufeff' : '';
    const file = name.replace('\ufeff', '');
    const text = file.endsWith('.json')
      ? `{"family": "orders", "containerDefinitions": [{"name": "api", "image": "httpd:2.4", "environment": [{"name": "SIZE", "value": ${spelled}}]}]}`
      : `containerDefinitions: [ { name: api, image: 'httpd:2.4', environment: [\n  { name: SIZE, value: ${spelled}\n  } ] } ]\nfamily: orders\n`;
    const { findings } = await judgeTexts([{ file, text: mark + text }], rules);
    const finding = findings.find(({ problem }) => problem === 'wrong-type');
    expect(finding?.fixes).toMatchObject([{ kind: 'edit', safe: true, edits: [{ op: 'set', value }] }]);
  });

  test('on the line of a byte order mark too', async () => {
    const text = '\ufeff{"family": "orders", "containerDefinitions": [{"name": 1.50, "image": "httpd:2.4"}]}';
    const { findings } = await judgeTexts([{ file: 'taskdef.json', text }], rules);
    const finding = findings.find(({ problem }) => problem === 'wrong-type');
    expect(finding?.fixes).toMatchObject([
      { description: 'write "1.50" as a string', edits: [{ value: '1.50' }] },
    ]);
  });

  test('an alias is what it stands for', async () => {
    const text =
      'x-size: &size 5.0\nfamily: orders\ncontainerDefinitions:\n  - name: api\n    image: httpd:2.4\n    environment: [ { name: SIZE, value: *size } ]\n';
    const { findings } = await judgeTexts([{ file: 'taskdef.yml', text }], rules);
    const values = findings.flatMap(({ problem, fixes }) =>
      problem === 'wrong-type' ? (fixes ?? []).flatMap((fix) => (fix.kind === 'edit' ? fix.edits : [])) : [],
    );
    expect(values.map((edit) => 'value' in edit && edit.value)).toEqual(['5']);
  });
});

describe('a member that ECS does not have', () => {
  test.each([
    ['portBindings', 'portMappings'],
    ['ports', 'portMappings'],
    ['env', 'environment'],
    ['labels', 'dockerLabels'],
    ['logging', 'logConfiguration'],
    ['portMapping', 'portMappings'],
    ['Image', 'image'],
  ])('%s is taken for %s', async (name, meant) => {
    const [finding] = await found('unknown-member', ofContainer({ [name]: [] }));
    expect(finding?.message).toContain(`did you mean ${meant}?`);
  });

  test.each(['restart', 'deploy', 'tty', 'platform', 'build', 'networks', 'constructor'])(
    '%s is taken for nothing',
    async (name) => {
      const [finding] = await found('unknown-member', ofContainer({ [name]: 'x' }));
      expect(finding?.message).toContain(name);
      expect(finding?.message).not.toContain('did you mean');
    },
  );

  test('no edit moves what may be a secret', async () => {
    const environment = [{ name: 'DB_PASSWORD', Value: 'hush' }];
    const [finding] = await found('unknown-member', ofContainer({ environment }));
    expect(finding?.message).toContain('did you mean value?');
    expect(finding?.fixes ?? []).toEqual([]);
  });
});

describe('a container of no memory', () => {
  const memory = async (value: number, task: object) =>
    (await found('container-memory-minimum', ofContainer({ memory: value }, task)))[0]?.fixes ?? [];

  test('is never given six MiB', async () => {
    const { memory: _, ...unlimited } = TASK;
    expect(await memory(0, unlimited)).toEqual([]);
    expect(await memory(4, TASK)).toEqual([]);
  });

  test('may have the memory of its task', async () => {
    expect(await memory(0, TASK)).toMatchObject([{ safe: false, edits: [{ op: 'remove' }] }]);
  });
});

test('a proxy that was meant is not taken away by itself', async () => {
  const [finding] = await found('proxy-requires-awsvpc', {
    family: 'orders',
    networkMode: 'bridge',
    proxyConfiguration: { type: 'APPMESH', containerName: 'api', properties: [] },
    containerDefinitions: [{ ...API, memory: 256 }],
  });
  expect(finding?.fixes).toMatchObject([{ safe: false }]);
});

test('a role of empty text is one that is not given', async () => {
  expect(await found('role-arn-format', { ...ofContainer({}), taskRoleArn: '' })).toEqual([]);
});

test('an empty reference to a secret is told once', async () => {
  const { findings } = await run({
    ...ofContainer({ secrets: [{ name: 'DB_PASSWORD', valueFrom: '' }] }),
    executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
  });
  expect(findings.map(({ problem }) => problem)).toContain('secret-name-missing');
  expect(findings.map(({ problem }) => problem)).not.toContain('malformed-reference');
});

describe('what describe calls return', () => {
  const described = {
    ...ofContainer({}),
    revision: 3,
    status: 'ACTIVE',
    compatibilities: ['EC2', 'FARGATE'],
  };

  test('is one finding for each definition, with one edit that removes all of it', async () => {
    const service = { serviceName: 'orders', taskDefinition: 'orders', status: 'ACTIVE', runningCount: 2 };
    const { findings } = await judgeTexts(
      [
        { file: 'taskdef.json', text: JSON.stringify(described) },
        { file: 'service.json', text: JSON.stringify(service) },
      ],
      rules,
    );
    const told = findings.filter(({ problem }) => problem === 'read-only-member');
    expect(told.map(({ location }) => `${location.file}${location.pointer}`).sort()).toEqual([
      'service.json/status',
      'taskdef.json/revision',
    ]);
    expect(told.find(({ location }) => location.file === 'taskdef.json')).toMatchObject({
      message: expect.stringContaining('revision, status and compatibilities are returned'),
      fixes: [
        {
          safe: true,
          edits: [
            { op: 'remove', pointer: '/revision' },
            { op: 'remove', pointer: '/status' },
            { op: 'remove', pointer: '/compatibilities' },
          ],
        },
      ],
    });
  });

  test('says what the input calls it', async () => {
    const [finding] = await found('read-only-member', {
      serviceName: 'orders',
      taskDefinition: 'orders',
      roleArn: 'arn:aws:iam::123456789012:role/ecsServiceRole',
    });
    expect(finding?.message).toContain('its own name is role for roleArn');
  });
});

test('the text report shows no value of the environment, in the edit as little as in the frame', async () => {
  const definition = ofContainer({ environment: [{ name: 'SEED', value: 4711 }] });
  const text = await reportText('text', await run(definition));
  expect(text).toContain('environment/0/value to "***"');
  expect(text).not.toContain('4711');
});
