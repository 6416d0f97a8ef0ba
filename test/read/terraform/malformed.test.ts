import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TABLES } from '../../../src/read/declared/tables.ts';
import { readJson } from '../../../src/read/json.ts';
import { readTexts } from '../../../src/read/read.ts';
import { isTerraform } from '../../../src/read/terraform/recognise.ts';
import { asText, plan } from './plans.ts';
import { estateOf, read } from './reading.ts';
import { network, roles, workload } from './web.ts';

describe('recognised', () => {
  test.each([
    ['a plan', plan([]), true],
    ['a plan of OpenTofu', { ...plan([]), terraform_version: '1.8.3' }, true],
    ['a state', { format_version: '1.0', terraform_version: '1.9.5', values: { root_module: {} } }, true],
    ['an empty state', { format_version: '1.0' }, true],
    [
      'a state as it is stored',
      { version: 4, terraform_version: '1.9.5', serial: 1, lineage: 'x', resources: [] },
      false,
    ],
    ["a provider's schema", { format_version: '1.0', provider_schemas: {} }, false],
    ['a task definition', { family: 'api', containerDefinitions: [] }, false],
    ['a list', [], false],
  ])('%s', (_, value, is) => {
    expect(isTerraform(value)).toBe(is);
  });
});

describe('one sentence for', () => {
  const sentence = async (text: string) => {
    const { errors, deployments } = await readTexts([{ file: 'input', text }], {});
    expect(deployments).toEqual([]);
    expect(errors).toHaveLength(1);
    return errors[0]?.message;
  };

  test('a plan without services', async () => {
    expect(await sentence(asText(plan(network())))).toBe(
      'this Terraform plan holds no aws_ecs_service and no aws_ecs_task_definition',
    );
  });

  test('an empty state', async () => {
    expect(await sentence('{"format_version":"1.0"}')).toBe(
      'this Terraform state holds no aws_ecs_service and no aws_ecs_task_definition',
    );
  });

  test.each([
    ['a .tf file', 'resource "aws_ecs_service" "api" {\n  name = "api"\n}\n'],
    [
      'a stored state',
      '{"version": 4, "terraform_version": "1.9.5", "serial": 3, "lineage": "a", "resources": []}',
    ],
    ['a configuration in JSON', '{"resource": {"aws_ecs_service": {"api": {"name": "api"}}}}'],
    [
      'what terraform show prints for people',
      '# aws_ecs_cluster.main:\nresource "aws_ecs_cluster" "main" {\n    name = "prod"\n}\n',
    ],
    [
      'what terraform plan prints for people',
      'Terraform will perform the following actions:\n\n  # aws_ecs_cluster.main will be created\n  + resource "aws_ecs_cluster" "main" {\n      + name = "prod"\n    }\n',
    ],
  ])('%s, with what to run', async (_, text) => {
    expect(await sentence(text)).toMatch(/Terraform.*terraform show -json/);
  });
});

test('a state is read as a plan is, and has no configuration', async () => {
  const { planned_values: values } = plan([
    {
      at: 'module.app.aws_ecs_task_definition.api',
      values: { family: 'api', container_definitions: '[{"name":"a","image":"a:1"}]' },
    },
  ]) as Record<string, unknown>;
  const { deployments, errors } = await read({ format_version: '1.0', terraform_version: '1.9.5', values });
  expect(errors).toEqual([]);
  const source = deployments[0]?.taskDefinition.view.source;
  expect([source?.resource, source?.generatedBy]).toEqual([
    'module.app.aws_ecs_task_definition.api',
    'a Terraform state',
  ]);
  expect(deployments[0]?.taskDefinition.view.get('family').pointer).toBe(
    '/values/root_module/child_modules/0/resources/0/values/family',
  );
});

const JUNK: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  '',
  'x',
  [],
  {},
  [null],
  [[]],
  { a: 1 },
  [{ name: 1 }],
  '[',
  '{"a":1}',
];

/** Every place of a document. */
function places(value: unknown, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [at, ...entries.flatMap(([key, one]) => places(one, [...at, key]))];
}

function replaced(value: unknown, at: readonly (string | number)[], by: unknown): unknown {
  const [first, ...rest] = at;
  if (first === undefined) return by;
  if (Array.isArray(value))
    return value.map((one, index) => (index === first ? replaced(one, rest, by) : one));
  return { ...(value as object), [first]: replaced((value as Record<string, unknown>)[first], rest, by) };
}

test('whatever stands in a plan, reading it throws nothing', async () => {
  const whole = plan([...network(), ...roles(), ...workload()]);
  const all = places(whole).filter((at) => at.length > 0);
  const one = fc.tuple(fc.nat(all.length - 1), fc.nat(JUNK.length - 1));
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 3 }), async (changes) => {
      const document = changes.reduce<unknown>((value, [place, junk]) => {
        const at = all[place] ?? [];
        const there = at
          .slice(0, -1)
          .reduce<unknown>((it, step) => (it as Record<string, unknown>)?.[step], value);
        return typeof there === 'object' && there !== null ? replaced(value, at, JUNK[junk]) : value;
      }, whole) as Record<string, unknown>;
      const parsed = readJson('plan.json', asText(document));
      if ('error' in parsed || !isTerraform(parsed.document.value)) return;
      await read(document);
      const estate = estateOf(document);
      for (const table of TABLES) table.of(estate);
    }),
    { numRuns: 300 },
  );
});
