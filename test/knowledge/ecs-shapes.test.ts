import { readFileSync } from 'node:fs';
import { NetworkMode, TransportProtocol } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { generateShapes, SHAPES_FILE } from '../../scripts/generate-ecs-shapes.ts';
import {
  enumValues,
  inputNameOf,
  isEnumValue,
  lookAlikeMembers,
  readOnlyMembers,
  rootShape,
  shapesAsOf,
  structure,
  type ValueShape,
} from '../../src/knowledge/ecs-shapes.ts';

describe('the generated file', () => {
  it('is what the generator writes from the installed package', () => {
    expect(generateShapes(shapesAsOf().asOf)).toBe(readFileSync(SHAPES_FILE, 'utf8'));
  });

  it('names the installed version', () => {
    const manifest = readFileSync('node_modules/@aws-sdk/client-ecs/package.json', 'utf8');
    expect(shapesAsOf().source).toBe(`@aws-sdk/client-ecs@${JSON.parse(manifest).version}`);
  });
});

describe('shapes', () => {
  // Types and "Required" as the ECS API reference gives them.
  it.each([
    ['RegisterTaskDefinitionRequest', 'family', { kind: 'string', required: true }],
    ['RegisterTaskDefinitionRequest', 'cpu', { kind: 'string', required: false }],
    [
      'RegisterTaskDefinitionRequest',
      'networkMode',
      { kind: 'string', enum: 'NetworkMode', required: false },
    ],
    [
      'RegisterTaskDefinitionRequest',
      'requiresCompatibilities',
      { kind: 'list', element: { kind: 'string', enum: 'Compatibility' }, required: false },
    ],
    [
      'RegisterTaskDefinitionRequest',
      'containerDefinitions',
      { kind: 'list', element: { kind: 'structure', structure: 'ContainerDefinition' }, required: true },
    ],
    ['ContainerDefinition', 'memory', { kind: 'integer', required: false }],
    ['ContainerDefinition', 'essential', { kind: 'boolean', required: false }],
    ['ContainerDefinition', 'dockerLabels', { kind: 'map', value: { kind: 'string' }, required: false }],
    ['ContainerDefinition', 'command', { kind: 'list', element: { kind: 'string' }, required: false }],
    ['HealthCheck', 'command', { kind: 'list', element: { kind: 'string' }, required: true }],
    ['Secret', 'valueFrom', { kind: 'string', required: true }],
    ['CanaryConfiguration', 'canaryPercent', { kind: 'double', required: false }],
    ['CreateServiceRequest', 'serviceName', { kind: 'string', required: true }],
    ['UpdateServiceRequest', 'service', { kind: 'string', required: true }],
    ['TaskDefinition', 'registeredAt', { kind: 'timestamp', required: false }],
    ['DeploymentLifecycleHook', 'hookDetails', { kind: 'document', required: false }],
  ])('%s.%s', (name, member, expected) => {
    expect(structure(name).members.get(member)).toEqual(expected);
  });

  it('parses a structure once', () => {
    expect(structure('PortMapping')).toBe(structure('PortMapping'));
    expect(rootShape('createService')).toBe(structure('CreateServiceRequest'));
  });

  it('marks tagged unions', () => {
    expect(structure('SharingStrategy').union).toBe(true);
    expect(structure('PortMapping').union).toBe(false);
  });

  it('refuses names that ECS does not have', () => {
    expect(() => structure('Container')).toThrow('ECS has no structure Container');
    expect(() => enumValues('Colour')).toThrow('ECS has no enum Colour');
  });

  it('resolves every name that a member refers to', () => {
    const waiting = [
      'RegisterTaskDefinitionRequest',
      'CreateServiceRequest',
      'UpdateServiceRequest',
      'TaskDefinition',
      'Service',
    ];
    const seen = new Set<string>();
    const follow = (shape: ValueShape): void => {
      if (shape.kind === 'list') follow(shape.element);
      else if (shape.kind === 'map') follow(shape.value);
      else if (shape.kind === 'structure') waiting.push(shape.structure);
      else if (shape.kind === 'string' && shape.enum !== undefined)
        expect(enumValues(shape.enum)).not.toHaveLength(0);
    };
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (seen.has(name)) continue;
      seen.add(name);
      for (const shape of structure(name).members.values()) follow(shape);
    }
    expect(seen).toContain('ServiceManagedEBSVolumeConfiguration');
  });
});

describe('enums', () => {
  it('are those of the package', () => {
    expect(enumValues('NetworkMode').toSorted()).toEqual(Object.values(NetworkMode).toSorted());
    expect(enumValues('TransportProtocol').toSorted()).toEqual(Object.values(TransportProtocol).toSorted());
  });

  it('are spelled exactly', () => {
    expect(isEnumValue('LaunchType', 'FARGATE')).toBe(true);
    expect(isEnumValue('LaunchType', 'Fargate')).toBe(false);
    expect(isEnumValue('LaunchType', 'FARGATE_SPOT')).toBe(false);
  });
});

describe('members that only describe calls return', () => {
  it('of a task definition', () => {
    expect([...readOnlyMembers('taskDefinition')].toSorted()).toEqual([
      'compatibilities',
      'deleteRequestedAt',
      'deregisteredAt',
      'registeredAt',
      'registeredBy',
      'requiresAttributes',
      'revision',
      'status',
      'taskDefinitionArn',
    ]);
  });

  it('of a service', () => {
    const members = readOnlyMembers('service');
    for (const name of [
      'serviceArn',
      'clusterArn',
      'roleArn',
      'status',
      'runningCount',
      'deployments',
      'taskSets',
      'events',
      'createdAt',
      'createdBy',
      'platformFamily',
    ]) {
      expect(members).toContain(name);
    }
    for (const name of [
      'tags',
      'launchType',
      'schedulingStrategy',
      'taskDefinition',
      'loadBalancers',
      'desiredCount',
    ]) {
      expect(members).not.toContain(name);
    }
  });

  it('have another name in the input, or none', () => {
    expect(inputNameOf('clusterArn')).toBe('cluster');
    expect(inputNameOf('roleArn')).toBe('role');
    expect(inputNameOf('events')).toBeUndefined();
  });
});

it('knows the members of look-alike inputs', () => {
  expect(lookAlikeMembers('runTask')).toContain('overrides');
  expect(lookAlikeMembers('registerDaemonTaskDefinition')).not.toContain('networkMode');
});
