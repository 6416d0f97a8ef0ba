import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../src/fact/fact.ts';
import type { Deployment } from '../../../src/model/deployment.ts';
import { originOf } from '../../../src/model/source.ts';
import { isEcspresso } from '../../../src/read/ecspresso/recognise.ts';
import type { Target } from '../../../src/read/pair.ts';
import { readTexts } from '../../../src/read/read.ts';

const CONFIG = `region: eu-west-1
cluster: prod
service: api
service_definition: sv.json
task_definition: td.json
timeout: 5m
`;
const TASK = `{
  "family": "api",
  "networkMode": "awsvpc",
  "executionRoleArn": "arn:aws:iam::{{ must_env \`ACCOUNT\` }}:role/exec",
  "cpu": "{{ env \`CPU\` \`256\` }}",
  "containerDefinitions": [
    {
      "name": "web",
      "image": "nginx:{{ must_env \`TAG\` }}",
      "memory": {{ env \`MEMORY\` \`512\` }},
      "environment": [{ "name": "A", "value": "{{ tfstate \`aws_db_instance.main.address\` }}" }]
    }
  ]
}
`;
const SERVICE = `{
  "launchType": "FARGATE",
  "networkConfiguration": {
    "awsvpcConfiguration": { "subnets": ["{{ tfstatef \`aws_subnet.private['%s'].id\` \`a\` }}"] }
  }
}
`;

async function read(
  files: Readonly<Record<string, string>>,
  {
    environment,
    target = {},
    file = 'deploy/ecspresso.yml',
  }: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly target?: Target;
    readonly file?: string;
  } = {},
) {
  const { deployments, errors } = await readTexts([{ file, text: files[file] ?? '' }], target, {
    context: {
      ...(environment ? { environment } : {}),
      open: (path) => {
        const text = files[path];
        return text === undefined
          ? { error: { file: path, message: 'this file does not exist' } }
          : { file: path, text };
      },
    },
  });
  return { deployments, errors: errors.map(told) };
}

const told = ({ file, line, message }: { file: string; line?: number; message: string }) =>
  `${file}${line === undefined ? '' : `:${line}`}: ${message}`;

const project = (config = CONFIG) => ({
  'deploy/ecspresso.yml': config,
  'deploy/td.json': TASK,
  'deploy/sv.json': SERVICE,
});

/** A fact as a person reads it: the value, `absent`, or why it is not known and what would tell. */
function tell(fact: Fact<unknown> | undefined) {
  return fact?.match<unknown>({
    known: (value) => value,
    absent: () => 'absent',
    unknown: ([why]) => `? ${why?.detail}${why?.unlockedBy ? ` (${why.unlockedBy})` : ''}`,
  });
}

const first = (deployments: readonly Deployment[]) => {
  const [deployment] = deployments;
  if (!deployment) throw new Error('no deployment');
  return deployment;
};

const web = (deployment: Deployment) =>
  deployment.taskDefinition.view.get('containerDefinitions').items.match({
    known: ([container]) => container,
    absent: () => undefined,
    unknown: () => undefined,
  });

describe('a configuration with its two definitions', () => {
  it('is one deployment, to where the configuration says', async () => {
    const { deployments, errors } = await read(project());
    expect(errors).toEqual([]);
    expect(
      deployments.map(({ id, file, region, cluster, service }) => [
        id,
        file,
        tell(region),
        tell(cluster),
        tell(service?.name),
        tell(service?.view.get('launchType').text),
      ]),
    ).toEqual([['api', 'deploy/td.json', 'eu-west-1', 'prod', 'api', 'FARGATE']]);
  });

  it('says of an action what would tell its value', async () => {
    const deployment = first((await read(project())).deployments);
    const { view } = deployment.taskDefinition;
    const container = web(deployment);
    expect([
      tell(view.get('executionRoleArn').text),
      tell(view.get('cpu').text),
      tell(container?.get('image').text),
      tell(container?.get('memory').number),
      tell(
        container?.get('environment').items.match({
          known: ([variable]) => variable?.get('value').text,
          absent: () => undefined,
          unknown: () => undefined,
        }),
      ),
    ]).toEqual([
      '? the value of ACCOUNT is not known (--resolve-env)',
      '? the value of CPU is not known (--resolve-env)',
      '? the value of TAG is not known (--resolve-env)',
      '? the value of MEMORY is not known (--resolve-env)',
      '? the value of tfstate aws_db_instance.main.address is not known',
    ]);
  });

  it('takes an empty text for nothing where the SDK that ecspresso sends by does: in members with a list of values', async () => {
    const task = {
      family: 'api',
      ipcMode: '',
      pidMode: '',
      containerDefinitions: [
        { name: 'web', image: 'nginx', user: '', portMappings: [{ containerPort: 80, appProtocol: '' }] },
      ],
    };
    const { deployments } = await read({
      ...project(),
      'deploy/td.json': JSON.stringify(task),
      'deploy/sv.json': JSON.stringify({ launchType: '', propagateTags: '', desiredCount: 1 }),
    });
    const deployment = first(deployments);
    const { view } = deployment.taskDefinition;
    expect([view.get('ipcMode').raw, view.get('pidMode').raw]).toEqual([undefined, undefined]);
    expect(web(deployment)?.get('user').raw).toBe('');
    expect(web(deployment)?.get('portMappings').raw).toEqual([{ containerPort: 80 }]);
    expect(deployment.service?.view.get('launchType').raw).toBeUndefined();
  });

  it('reads the environment where it may, and tells what chose a value', async () => {
    const environment = { ACCOUNT: '123456789012', TAG: '1.27', CPU: '' };
    const { deployments, errors } = await read(project(), { environment });
    expect(errors).toEqual([]);
    const { view } = first(deployments).taskDefinition;
    const container = web(first(deployments));
    expect([
      tell(view.get('executionRoleArn').text),
      tell(view.get('cpu').text),
      tell(container?.get('image').text),
      tell(container?.get('memory').number),
    ]).toEqual(['arn:aws:iam::123456789012:role/exec', '256', 'nginx:1.27', 512]);
    const image = container?.get('image');
    expect(image && originOf(image.source, image.path)).toEqual({
      path: ['containerDefinitions', 0, 'image'],
      through: { what: 'the environment variable TAG' },
    });
    expect(image?.place).toMatchObject({ file: 'deploy/td.json', line: 9, column: 16 });
  });

  it('tells where ecspresso would stop for a variable that is not set', async () => {
    const { deployments, errors } = await read(project(), { environment: { ACCOUNT: '123456789012' } });
    expect(errors).toEqual([
      'deploy/td.json:9: must_env wants the environment variable "TAG", which is not set: there ecspresso stops',
    ]);
    expect(tell(web(first(deployments))?.get('image').text)).toBe('? the value of TAG is not known');
  });

  it('keeps the desired count of the service that is there, where none is given', async () => {
    for (const count of ['', ', "desiredCount": null']) {
      const files = { ...project(), 'deploy/sv.json': `{"launchType": "FARGATE"${count}}` };
      const { deployments } = await read(files);
      expect(tell(first(deployments).service?.view.get('desiredCount').number)).toBe('absent');
    }
  });

  it('finds members in whatever case they are written, as Go does', async () => {
    const { deployments, errors } = await read({
      ...project(),
      'deploy/td.json':
        '{"Family": "api", "ContainerDefinitions": [{"Name": "web", "DockerLabels": {"Name": "x"}}]}',
      'deploy/sv.json': `{
  "desiredcount": 2,
  "deploymentConfiguration": {
    "Alarms": { "AlarmNames": ["late"], "enable": true }
  }
}`,
    });
    expect(errors).toEqual([]);
    const { taskDefinition, service } = first(deployments);
    expect(taskDefinition.view.raw).toEqual({
      family: 'api',
      containerDefinitions: [{ name: 'web', dockerLabels: { Name: 'x' } }],
    });
    const alarms = service?.view.get('deploymentConfiguration').get('alarms');
    expect(alarms?.get('alarmNames').raw).toEqual(['late']);
    expect(alarms?.get('alarmNames')).toMatchObject({
      pointer: '/deploymentConfiguration/Alarms/AlarmNames',
      place: { line: 4, column: 31 },
    });
    expect(alarms?.get('rollback').pointer).toBe('/deploymentConfiguration/Alarms/rollback');
  });

  it('takes a described definition without what only the account says', async () => {
    const files = {
      ...project(),
      'deploy/td.json':
        '{"taskDefinition": {"taskDefinitionArn": "arn:aws:ecs:eu-west-1:123456789012:task-definition/api:4", "revision": 4, "family": "api", "containerDefinitions": []}}',
      'deploy/sv.json':
        '{"serviceArn": "arn:aws:ecs:eu-west-1:123456789012:service/prod/old", "serviceName": "old", "platformFamily": "Linux", "desiredCount": 1}',
    };
    const { deployments, errors } = await read(files);
    expect(errors).toEqual([]);
    const { service, taskDefinition } = first(deployments);
    expect(taskDefinition.view.raw).toEqual({ family: 'api', containerDefinitions: [] });
    expect(taskDefinition.view.pointer).toBe('/taskDefinition');
    expect(service?.view.raw).toEqual({ serviceName: 'old', desiredCount: 1 });
    expect([service?.form, tell(service?.name)]).toEqual(['create', 'api']);
  });

  it('knows a service of few members by the configuration', async () => {
    const { deployments, errors } = await read({
      ...project(),
      'deploy/sv.json': '{"networkConfiguration": {}}',
    });
    expect(errors).toEqual([]);
    expect(first(deployments).service?.form).toBe('create');
  });

  it('takes paths in structures, and definitions in YAML', async () => {
    const { deployments, errors } = await read(
      {
        'ecspresso.json':
          '{"region": "eu-west-1", "service": "api", "task_definition": {"path": "./td.yaml", "tags": []}, "service_definition": {"path": "sv.yaml"}}',
        'td.yaml':
          'family: api\ncpu: "{{ env `CPU` `256` }}"\ncontainerDefinitions:\n  - name: web\n    image: nginx\n    memory: {{ env `MEMORY` `512` }}\n',
        'sv.yaml': 'desiredCount: 2\n',
      },
      { file: 'ecspresso.json', environment: {} },
    );
    expect(errors).toEqual([]);
    const deployment = first(deployments);
    expect([tell(deployment.cluster), tell(web(deployment)?.get('memory').number)]).toEqual(['default', 512]);
  });
});

describe('without a service definition', () => {
  it('the service that is there stays as it is', async () => {
    const config = CONFIG.replace('service_definition: sv.json\n', '');
    const { deployments, errors } = await read(project(config));
    expect(errors).toEqual([]);
    const { service } = first(deployments);
    expect([service?.form, tell(service?.name)]).toEqual(['update', 'api']);
    expect(tell(service?.view.get('desiredCount').number)).toBe(
      '? UpdateService leaves a member that is not given unchanged (--live)',
    );
  });

  it('nor a service, tasks are run', async () => {
    const config = 'region: eu-west-1\ncluster: prod\ntask_definition: td.json\n';
    const { deployments } = await read(project(config));
    expect(deployments.map(({ id, service, cluster }) => [id, service, tell(cluster)])).toEqual([
      ['api', undefined, 'prod'],
    ]);
  });
});

describe('where to', () => {
  it('is not known where it hangs on the environment, and what is asked then counts', async () => {
    const config = CONFIG.replace('eu-west-1', '"{{ must_env `AWS_REGION` }}"');
    const unasked = first((await read(project(config))).deployments);
    expect(tell(unasked.region)).toBe('? the region deployed to is not given (--region)');
    const asked = first((await read(project(config), { target: { region: 'us-east-1' } })).deployments);
    expect(tell(asked.region)).toBe('us-east-1');
  });

  it('AWS_REGION stands in for a region that is not given', async () => {
    const environment = { AWS_REGION: 'us-east-2', ACCOUNT: '1', TAG: '1' };
    const config = CONFIG.replace('region: eu-west-1\n', '');
    expect(tell(first((await read(project(config), { environment })).deployments).region)).toBe('us-east-2');
  });

  it('is refused where the run asks another place', async () => {
    const region = await read(project(), { target: { region: 'us-east-1' } });
    expect(region).toEqual({
      deployments: [],
      errors: [
        'deploy/ecspresso.yml:1: this configuration deploys to region eu-west-1, and region us-east-1 is asked: ecspresso takes the region from its configuration',
      ],
    });
    const cluster = await read(project(), { target: { cluster: 'staging' } });
    expect(cluster.errors).toEqual([
      expect.stringContaining('deploys to cluster prod, and cluster staging is asked'),
    ]);
    const same = await read(project(), {
      target: { cluster: 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod' },
    });
    expect(same.errors).toEqual([]);
  });
});

describe('what cannot be read is told in one sentence', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, string]>([
    [
      'a file that is not there',
      { 'deploy/td.json': TASK },
      'deploy/ecspresso.yml:4: service_definition names "sv.json": this file does not exist',
    ],
    [
      'the wrong kind',
      { 'deploy/td.json': SERVICE, 'deploy/sv.json': SERVICE },
      'deploy/td.json: task_definition names this file, which holds no task definition but a service',
    ],
    [
      'a list',
      { 'deploy/td.json': `[${TASK}]`, 'deploy/sv.json': SERVICE },
      'deploy/td.json: task_definition names this file, which holds a list: expected the task definition itself',
    ],
    [
      'a look-alike',
      { 'deploy/td.json': TASK, 'deploy/sv.json': '{"apiVersion": "v1", "kind": "Service"}' },
      'deploy/sv.json: this is a Kubernetes manifest: expected a task definition or a service',
    ],
    [
      'a template with decisions',
      {
        'deploy/td.json': '{\n{{ if eq (env `A` ``) `x` }}\n"family": "api"\n{{ end }}\n}',
        'deploy/sv.json': SERVICE,
      },
      'run "ecspresso render taskdef --config deploy/ecspresso.yml" and check what it prints',
    ],
  ])('%s', async (_, files, message) => {
    const { errors } = await read({ 'deploy/ecspresso.yml': CONFIG, ...files });
    expect(errors).toEqual([expect.stringContaining(message)]);
  });

  it('Jsonnet, with the command that renders it; the other definition is read all the same', async () => {
    const { deployments, errors } = await read({
      'deploy/ecspresso.yml': CONFIG.replace('td.json', 'td.jsonnet'),
      'deploy/td.jsonnet': "local tag = std.extVar('TAG');\n{ family: 'api' }\n",
      'deploy/sv.json': SERVICE,
    });
    expect(errors).toEqual([
      'deploy/td.jsonnet: this is Jsonnet: run "ecspresso render taskdef --config deploy/ecspresso.yml" and check what it prints',
    ]);
    expect(tell(first(deployments).service?.view.get('launchType').text)).toBe('FARGATE');
  });

  it('reads Jsonnet that is JSON', async () => {
    const { errors } = await read({
      'deploy/ecspresso.yml': CONFIG.replace('td.json', 'td.jsonnet'),
      'deploy/td.jsonnet': TASK,
      'deploy/sv.json': SERVICE,
    });
    expect(errors).toEqual([]);
  });

  it('a file name that hangs on the environment', async () => {
    const config = CONFIG.replace('td.json', '"{{ must_env `DIR` }}/td.json"');
    const { errors } = await read(project(config));
    expect(errors).toEqual([
      'deploy/ecspresso.yml:5: task_definition names a file that is not known: the value of DIR is not known without --resolve-env',
    ]);
    const read2 = await read(project(config), { environment: { DIR: '.', ACCOUNT: '1', TAG: '1' } });
    expect(read2.errors).toEqual([]);
  });
});

describe('a configuration is known by its members', () => {
  it.each<readonly [unknown, boolean]>([
    [{ service_definition: 'sv.json' }, true],
    [{ task_definition: 'td.json', region: 'eu-west-1' }, true],
    [{ task_definition: 'td.json' }, false],
    [{ task_definition: { task_size: {} }, version: 1 }, false],
    [{ task_definition: 'api', cluster: 'prod', desired_count: 2 }, false],
    [{ taskDefinition: 'api', cluster: 'prod' }, false],
    ['region', false],
  ])('%j', (value, expected) => {
    expect(isEcspresso(value)).toBe(expected);
  });
});
