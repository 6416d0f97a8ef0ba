import { describe, expect, test } from 'vitest';
import { shown } from '../../../src/fact/opaque.ts';
import { Unresolved } from '../../../src/model/placeholder.ts';
import { type Called, constant, type Planned, plan, refers } from './plans.ts';
import { estateOf } from './reading.ts';

interface Case {
  readonly resources: readonly Planned[];
  readonly calls?: Readonly<Record<string, Called>>;
  readonly document?: Record<string, unknown>;
}

/** An attribute of an instance as a person reads it; a list of them; or why it is open. */
function attribute({ resources, ...around }: Case, address: string, ...path: (string | number)[]): unknown {
  const estate = estateOf(plan(resources, around));
  const instance = [...resources]
    .flatMap(({ at }) => estate.instances(at.replace(/^.*?(?:^|\.)(aws_\w+)\..*$/, '$1')))
    .find((one) => one.address === address);
  if (!instance) throw new Error(`no ${address}`);
  const [name = '', ...rest] = path;
  let value = estate.reader(instance)(String(name));
  for (const step of rest) value = (value as Record<string | number, unknown>)[step];
  return spelled(value);
}

function spelled(value: unknown): unknown {
  if (value instanceof Unresolved) return `open: ${value.why.detail}`;
  if (Array.isArray(value)) return value.map(spelled);
  return typeof value === 'string' ? shown(value) : value;
}

function role(at: string, name: string): Planned {
  return {
    at,
    values: { name, path: '/' },
    unknown: { arn: true, id: true },
    expressions: { name: constant(name) },
  };
}

function task(reference: Record<string, unknown>, at = 'aws_ecs_task_definition.api'): Planned {
  return {
    at,
    values: { family: 'api' },
    unknown: { execution_role_arn: true },
    expressions: { execution_role_arn: reference },
  };
}

function subnet(at: string): Planned {
  return { at, unknown: { id: true }, expressions: {} };
}

function group(reference: Record<string, unknown>, at = 'aws_lb.main'): Planned {
  return { at, unknown: { subnets: true }, expressions: { subnets: reference } };
}

const EXEC = 'arn:aws:iam::111122223333:role/exec';

describe('a value that is known only after the apply', () => {
  test('is the name of what its expression refers to', () => {
    const resources = [role('aws_iam_role.exec', 'exec'), task(refers('aws_iam_role.exec.arn'))];
    expect(attribute({ resources }, 'aws_ecs_task_definition.api', 'execution_role_arn')).toBe(EXEC);
  });

  test('is so also where Terraform before 1.1 names no attribute', () => {
    const resources = [role('aws_iam_role.exec', 'exec'), task({ references: ['aws_iam_role.exec'] })];
    expect(attribute({ resources }, 'aws_ecs_task_definition.api', 'execution_role_arn')).toBe(EXEC);
  });

  test('of an instance is told by its key', () => {
    const resources = [
      role('aws_iam_role.exec["web"]', 'exec-web'),
      role('aws_iam_role.exec["api"]', 'exec'),
      task(refers('aws_iam_role.exec["api"].arn')),
    ];
    expect(attribute({ resources }, 'aws_ecs_task_definition.api', 'execution_role_arn')).toBe(EXEC);
  });

  test('of several instances is open where no key says which', () => {
    const resources = [
      role('aws_iam_role.exec["web"]', 'exec-web'),
      role('aws_iam_role.exec["api"]', 'exec'),
      task({ references: ['aws_iam_role.exec', 'var.which'] }),
    ];
    expect(attribute({ resources }, 'aws_ecs_task_definition.api', 'execution_role_arn')).toMatch(/^open: /);
  });

  test.each([
    ['count', ['[0]', '[1]'], 'count.index'],
    ['for_each', ['["web"]', '["api"]'], 'each.key'],
  ])('of an instance with the same key: %s', (_, [first, second], index) => {
    const reference = { references: ['aws_iam_role.exec', index] };
    const resources = [
      role(`aws_iam_role.exec${first}`, 'other'),
      role(`aws_iam_role.exec${second}`, 'exec'),
      task(reference, `aws_ecs_task_definition.api${first}`),
      task(reference, `aws_ecs_task_definition.api${second}`),
    ];
    const of = (key = '') =>
      attribute({ resources }, `aws_ecs_task_definition.api${key}`, 'execution_role_arn');
    expect([of(first), of(second)]).toEqual(['arn:aws:iam::111122223333:role/other', EXEC]);
  });

  test('comes through the variables and outputs of modules', () => {
    const resources = [
      role('module.iam.aws_iam_role.exec[0]', 'exec'),
      task(refers('var.exec_role_arn'), 'module.app["blue"].aws_ecs_task_definition.api'),
    ];
    const calls = {
      'module.iam': { outputs: { exec_arn: refers('aws_iam_role.exec[0].arn') } },
      'module.app': { expressions: { exec_role_arn: { references: ['module.iam.exec_arn', 'module.iam'] } } },
    };
    const address = 'module.app["blue"].aws_ecs_task_definition.api';
    expect(attribute({ resources, calls }, address, 'execution_role_arn')).toBe(EXEC);
  });

  test('is what is open of a choice: the other is known', () => {
    const resources = [
      role('aws_iam_role.exec[0]', 'exec'),
      task(refers('var.role_arn', 'aws_iam_role.exec[0].arn')),
    ];
    const document = { variables: { role_arn: { value: null } } };
    expect(attribute({ resources, document }, 'aws_ecs_task_definition.api', 'execution_role_arn')).toBe(
      EXEC,
    );
  });

  test.each([
    ['a local value, which no plan tells', refers('local.role_arn'), / comes through local\.role_arn, /],
    [
      'two things, either of which may be meant',
      refers('aws_iam_role.exec.arn', 'aws_iam_role.task.arn'),
      /^open: /,
    ],
    ['nothing', { references: [] }, /^open: /],
  ])('is open where the expression refers to %s', (_, reference, reason) => {
    const resources = [role('aws_iam_role.exec', 'exec'), role('aws_iam_role.task', 'task'), task(reference)];
    expect(attribute({ resources }, 'aws_ecs_task_definition.api', 'execution_role_arn')).toMatch(reason);
  });

  test('is open where text may stand around the reference', () => {
    const resources: Planned[] = [
      role('aws_iam_role.exec', 'exec'),
      {
        at: 'aws_cloudwatch_log_group.app',
        unknown: { name: true },
        expressions: { name: refers('aws_iam_role.exec.unique_id') },
      },
    ];
    expect(attribute({ resources }, 'aws_cloudwatch_log_group.app', 'name')).toMatch(
      /^open: aws_cloudwatch_log_group\.app\.name is known only after the apply$/,
    );
  });

  test('that no one wrote is what the provider fills in', () => {
    const resources: Planned[] = [
      {
        at: 'aws_iam_role.exec',
        values: { name: 'exec' },
        unknown: { managed_policy_arns: true },
        expressions: {},
      },
    ];
    expect(attribute({ resources }, 'aws_iam_role.exec', 'managed_policy_arns')).toBeUndefined();
  });

  test.each<readonly [string, Record<string, unknown>]>([
    ['blocks, of which Terraform tells no expressions', {}],
    [
      'one value, of which it tells only what all of it refers to',
      { route: refers('aws_internet_gateway.igw.id') },
    ],
  ])('is open in an attribute that is written as %s', (_, expressions) => {
    const table: Planned = {
      at: 'aws_route_table.public',
      values: { route: [{ cidr_block: '0.0.0.0/0', nat_gateway_id: '' }] },
      unknown: { id: true, route: [{ gateway_id: true }] },
      expressions,
    };
    const gateway: Planned = { at: 'aws_internet_gateway.igw', unknown: { id: true }, expressions: {} };
    const resources = [table, gateway];
    expect(attribute({ resources }, 'aws_route_table.public', 'route', 0, 'gateway_id')).toMatch(/^open: /);
    expect(attribute({ resources }, 'aws_route_table.public', 'route', 0, 'nat_gateway_id')).toBeUndefined();
  });

  test('may come out as nothing where the provider fills in what is left out', () => {
    const launch = { references: ['var.capacity_provider_strategy', 'var.launch_type'] };
    const service: Planned = {
      at: 'aws_ecs_service.api',
      values: { name: 'api' },
      unknown: { launch_type: true, task_definition: true },
      expressions: { launch_type: launch, task_definition: refers('var.task_definition') },
    };
    const estate = estateOf(plan([service]));
    const [instance] = estate.instances('aws_ecs_service');
    const read = instance && estate.reader(instance);
    expect(read?.('launch_type')).toMatchObject({ stands: false });
    expect(read?.('task_definition')).toMatchObject({ stands: true });
  });

  test('does not go round in a circle', () => {
    const resources = [task(refers('var.role_arn'), 'module.a.aws_ecs_task_definition.api')];
    const calls = {
      'module.a': {
        expressions: { role_arn: refers('module.a.again') },
        outputs: { again: refers('var.role_arn') },
      },
    };
    const address = 'module.a.aws_ecs_task_definition.api';
    expect(attribute({ resources, calls }, address, 'execution_role_arn')).toMatch(/^open: /);
  });
});

describe('a list that is known only after the apply', () => {
  const two = [subnet('aws_subnet.a[0]'), subnet('aws_subnet.a[1]')];

  test('holds all instances that are referred to as a whole', () => {
    const resources = [...two, group({ references: ['aws_subnet.a'] })];
    expect(attribute({ resources }, 'aws_lb.main', 'subnets')).toEqual([
      '${aws_subnet.a[0]}',
      '${aws_subnet.a[1]}',
    ]);
  });

  test('holds each thing that is referred to', () => {
    const resources = [
      ...two,
      subnet('aws_subnet.b'),
      group(refers('aws_subnet.a[1].id', 'aws_subnet.b.id')),
    ];
    expect(attribute({ resources }, 'aws_lb.main', 'subnets')).toEqual([
      '${aws_subnet.a[1]}',
      '${aws_subnet.b}',
    ]);
  });

  test("comes from a module's output of all its instances", () => {
    const resources = [
      ...two.map((one) => ({ ...one, at: `module.vpc.${one.at}` })),
      group({ references: ['module.vpc.private_subnets', 'module.vpc'] }),
    ];
    const calls = { 'module.vpc': { outputs: { private_subnets: { references: ['aws_subnet.a'] } } } };
    expect(attribute({ resources, calls }, 'aws_lb.main', 'subnets')).toEqual([
      '${module.vpc.aws_subnet.a[0]}',
      '${module.vpc.aws_subnet.a[1]}',
    ]);
  });

  test('is open where a list of known ids may be joined to it', () => {
    const resources = [...two, group({ references: ['var.more', 'aws_subnet.a'] })];
    const document = { variables: { more: { value: ['subnet-0123456789abcdef0'] } } };
    expect(attribute({ resources, document }, 'aws_lb.main', 'subnets')).toMatch(/^open: /);
  });

  test('keeps its known elements beside the new ones', () => {
    const lists: Planned = {
      at: 'aws_lb.main',
      values: { subnets: ['subnet-0123456789abcdef0', null] },
      unknown: { subnets: [false, true] },
      expressions: { subnets: refers('aws_subnet.b.id', 'var.old') },
    };
    const document = { variables: { old: { value: 'subnet-0123456789abcdef0' } } };
    const resources = [subnet('aws_subnet.b'), lists];
    expect(attribute({ resources, document }, 'aws_lb.main', 'subnets')).toEqual([
      'subnet-0123456789abcdef0',
      '${aws_subnet.b}',
    ]);
  });

  test('of a dynamic block, whose expressions no plan tells, is open', () => {
    const service: Planned = {
      at: 'aws_ecs_service.api',
      values: { name: 'api', network_configuration: [{ assign_public_ip: false }] },
      unknown: { network_configuration: [{ subnets: true }] },
      expressions: { name: constant('api') },
    };
    const resources = [...two, service];
    const found = attribute({ resources }, 'aws_ecs_service.api', 'network_configuration', 0, 'subnets');
    expect(found).toBe('open: aws_ecs_service.api.network_configuration is known only after the apply');
  });
});
