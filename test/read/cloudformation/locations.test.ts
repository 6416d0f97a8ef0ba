import { expect, it, test } from 'vitest';
import { originOf } from '../../../src/model/source.ts';
import type { View } from '../../../src/model/view.ts';
import { onlyDeployment } from './reading.ts';

const YAML = `Parameters:
  TaskCpu:
    Type: Number
    Default: 256
  Env: {Type: String, Default: prod}
Mappings:
  Sizes:
    prod: {Memory: 2048}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Cpu: !Ref TaskCpu
      Memory: !FindInMap [Sizes, !Ref Env, Memory]
      NetworkMode: !If [IsProd, awsvpc, bridge]
      Family: !Sub web
      ContainerDefinitions:
        - !If
          - IsProd
          - Name: web
            Image: nginx
            LogConfiguration:
              LogDriver: awslogs
              Options:
                awslogs-group: /web
          - Name: test
            Image: nginx
        - Fn::If:
            - IsProd
            - !Ref AWS::NoValue
            - Name: debug
        - Name: !Select [1, [a, sidecar]]
          Image: !Sub "\${Env}/side"
          PortMappings:
            - ContainerPort: 80
              HostPort: 8080
      Volumes:
        - Name: data
          EFSVolumeConfiguration:
            FilesystemId: fs-12345678
`;

/** Members and indexes of the definition as the API spells it; where it stands, and the text there. */
const PLACES: readonly (readonly [string, string, string | undefined])[] = [
  ['cpu', '/Resources/Task/Properties/Cpu', '!Ref TaskCpu'],
  ['memory', '/Resources/Task/Properties/Memory', '!FindInMap [Sizes, !Ref Env, Memory]'],
  ['networkMode', '/Resources/Task/Properties/NetworkMode/Fn::If/1', 'awsvpc'],
  ['family', '/Resources/Task/Properties/Family/Fn::Sub', 'web'],
  [
    'containerDefinitions.0.image',
    '/Resources/Task/Properties/ContainerDefinitions/0/Fn::If/1/Image',
    'nginx',
  ],
  [
    'containerDefinitions.0.logConfiguration.options.awslogs-group',
    '/Resources/Task/Properties/ContainerDefinitions/0/Fn::If/1/LogConfiguration/Options/awslogs-group',
    '/web',
  ],
  // The second element is not there, so that the third is the second of the API's.
  [
    'containerDefinitions.1.name',
    '/Resources/Task/Properties/ContainerDefinitions/2/Name/Fn::Select/1/1',
    'sidecar',
  ],
  [
    'containerDefinitions.1.image',
    '/Resources/Task/Properties/ContainerDefinitions/2/Image',
    '!Sub "${Env}/side"',
  ],
  [
    'containerDefinitions.1.portMappings.0.hostPort',
    '/Resources/Task/Properties/ContainerDefinitions/2/PortMappings/0/HostPort',
    '8080',
  ],
  [
    'volumes.0.efsVolumeConfiguration.fileSystemId',
    '/Resources/Task/Properties/Volumes/0/EFSVolumeConfiguration/FilesystemId',
    'fs-12345678',
  ],
  // What is missing is pointed at where it should stand.
  ['executionRoleArn', '/Resources/Task/Properties/ExecutionRoleArn', undefined],
  [
    'containerDefinitions.0.healthCheck.retries',
    '/Resources/Task/Properties/ContainerDefinitions/0/Fn::If/1/HealthCheck/Retries',
    undefined,
  ],
];

const at = (root: View, path: string): View => {
  let view = root as View<Record<string, unknown>>;
  for (const step of path.split('.')) {
    view = (
      /^\d+$/.test(step)
        ? view.items.match({
            known: (items) => items[Number(step)],
            absent: () => undefined,
            unknown: () => undefined,
          })
        : view.get(step)
    ) as typeof view;
  }
  return view as View;
};

const textAt = (text: string, place: View['place']): string =>
  text
    .split('\n')
    .slice((place.line ?? 1) - 1, place.endLine)
    .join('\n')
    .slice((place.column ?? 1) - 1)
    .slice(0, (place.endColumn ?? 1) - (place.column ?? 1));

test.each(PLACES)('in YAML: %s', async (path, pointer, text) => {
  const { taskDefinition } = await onlyDeployment(YAML);
  const { place } = at(taskDefinition.view as View, path);
  expect(place.pointer).toBe(pointer);
  if (text !== undefined) expect(textAt(YAML, place)).toBe(text);
});

it('points at the opening of the nearest parent of what is missing', async () => {
  const { taskDefinition } = await onlyDeployment(YAML);
  const { line, column } = at(taskDefinition.view as View, 'containerDefinitions.0.healthCheck').place;
  expect([line, column]).toEqual([22, 13]);
});

const JSON_TEMPLATE = `{
  "Parameters": {"TaskCpu": {"Type": "Number", "Default": 256}},
  "Resources": {
    "Task": {
      "Type": "AWS::ECS::TaskDefinition",
      "Properties": {
        "Cpu": {"Ref": "TaskCpu"},
        "Memory": {"Fn::If": ["IsProd", 1024, 512]},
        "ContainerDefinitions": [
          {"Ref": "AWS::NoValue"},
          {"Name": "web", "Image": {"Fn::Join": ["/", ["repo", "web"]]}, "Essential": "true"}
        ]
      }
    }
  },
  "Conditions": {"IsProd": {"Fn::Equals": ["a", "b"]}}
}`;

test.each([
  ['cpu', '/Resources/Task/Properties/Cpu', 7, '{"Ref": "TaskCpu"}'],
  ['memory', '/Resources/Task/Properties/Memory/Fn::If/2', 8, '512'],
  ['containerDefinitions.0.name', '/Resources/Task/Properties/ContainerDefinitions/1/Name', 11, '"web"'],
  [
    'containerDefinitions.0.image',
    '/Resources/Task/Properties/ContainerDefinitions/1/Image',
    11,
    '{"Fn::Join": ["/", ["repo", "web"]]}',
  ],
  [
    'containerDefinitions.0.essential',
    '/Resources/Task/Properties/ContainerDefinitions/1/Essential',
    11,
    '"true"',
  ],
])('in JSON: %s', async (path, pointer, line, text) => {
  const { taskDefinition } = await onlyDeployment(JSON_TEMPLATE);
  const { place } = at(taskDefinition.view as View, path);
  expect([place.pointer, place.line, textAt(JSON_TEMPLATE, place)]).toEqual([pointer, line, text]);
});

test.each([
  ['cpu', { what: 'the parameter TaskCpu', path: ['Parameters', 'TaskCpu', 'Default'] }],
  ['memory', { what: 'the mapping Sizes', path: ['Mappings', 'Sizes', 'prod', 'Memory'] }],
  ['networkMode', undefined],
  ['family', undefined],
  ['containerDefinitions.1.image', { what: 'Fn::Sub' }],
])('says through what a value is chosen: %s', async (path, through) => {
  const { taskDefinition } = await onlyDeployment(YAML);
  const view = at(taskDefinition.view as View, path);
  expect(originOf(view.source, view.path).through).toEqual(through);
});

it('points at a member where it stands, by the API’s name as well', async () => {
  const { taskDefinition } = await onlyDeployment(
    JSON_TEMPLATE.replace('"Cpu": {"Ref"', '"cpu": {"Ref"').replace('"Name": "web"', '"name": "web"'),
  );
  const pointers = ['cpu', 'memory', 'containerDefinitions.0.name'].map(
    (path) => at(taskDefinition.view as View, path).place.pointer,
  );
  expect(pointers).toEqual([
    '/Resources/Task/Properties/cpu',
    '/Resources/Task/Properties/Memory/Fn::If/2',
    '/Resources/Task/Properties/ContainerDefinitions/1/name',
  ]);
});

it('knows no place of a parameter that the user gives', async () => {
  const { taskDefinition } = await onlyDeployment(YAML, { parameters: { TaskCpu: '512' } });
  const view = at(taskDefinition.view as View, 'cpu');
  expect(view.raw).toBe('512');
  expect(originOf(view.source, view.path).through).toEqual({ what: 'the parameter TaskCpu' });
});
