/** Writes plans as `terraform show -json` prints them: https://developer.hashicorp.com/terraform/internals/json-format */

type Raw = Record<string, unknown>;

/** One resource of a plan. */
export interface Planned {
  /** `module.app.aws_ecs_service.api[0]`; a data source has `data.` before its type. */
  readonly at: string;
  readonly values?: Raw;
  /** `after_unknown` */
  readonly unknown?: Raw;
  /** `after_sensitive` */
  readonly sensitive?: unknown;
  /** Its block in the configuration; once for all instances of a resource. */
  readonly expressions?: Raw;
  readonly forEach?: Raw;
  readonly provider?: string;
}

/** The call of a child module, by its plain address (`module.app`). */
export interface Called {
  readonly expressions?: Raw;
  readonly outputs?: Readonly<Record<string, Raw>>;
  readonly variables?: Raw;
}

interface Around {
  readonly calls?: Readonly<Record<string, Called>>;
  readonly outputs?: Readonly<Record<string, Raw>>;
  readonly document?: Raw;
  readonly region?: string;
}

/** `{ constant_value: … }` */
export function constant(value: unknown): Raw {
  return { constant_value: value };
}

/** What Terraform prints of an expression that refers to these: each with all that it is a part of. */
export function refers(...references: readonly string[]): Raw {
  const all = references.flatMap((one) => {
    const parts = [one];
    let at = one;
    while (/^(?:data\.)?(?:\w+)\.\w+[.[]/.test(at) && !/^(?:var|local|each|count|path)\./.test(at)) {
      at = at.endsWith(']') ? at.slice(0, at.lastIndexOf('[')) : at.slice(0, at.lastIndexOf('.'));
      parts.push(at);
    }
    return parts;
  });
  return { references: [...new Set(all)] };
}

const PARTS = /^((?:module\.\w+(?:\[[^\]]*\])?\.)*)(data\.)?(\w+)\.(\w+)(?:\[([^\]]*)\])?$/;

/** A whole plan. */
export function plan(
  resources: readonly Planned[],
  { calls = {}, outputs = {}, document = {}, region = 'eu-west-1' }: Around = {},
): Raw {
  const root: Raw = { resources: [], child_modules: [] };
  const configuration: Raw = { resources: [], module_calls: {}, outputs };
  const changes: Raw[] = [];
  for (const [path, call] of Object.entries(calls)) called(configuration, path, call);
  for (const { at, values = {}, unknown, sensitive, expressions, forEach, provider } of resources) {
    const [, modules = '', data, type = '', name = '', key] = PARTS.exec(at) ?? [];
    const mode = data ? 'data' : 'managed';
    const index = key === undefined ? {} : { index: JSON.parse(key) as unknown };
    const module = moduleOf(root, modules);
    const said = sensitive === undefined ? {} : { sensitive_values: sensitive };
    (module['resources'] as Raw[]).push({ address: at, mode, type, name, ...index, values, ...said });
    const change = { actions: ['create'], before: null, after: values, after_unknown: unknown ?? {} };
    changes.push({ address: at, mode, type, name, ...index, change });
    const config = configurationOf(configuration, modules);
    const address = `${data ?? ''}${type}.${name}`;
    const there = config['resources'] as Raw[];
    if (expressions && !there.some((one) => one['address'] === address))
      there.push({
        address,
        mode,
        type,
        name,
        provider_config_key: provider ?? 'aws',
        expressions,
        ...(forEach ? { for_each_expression: forEach } : {}),
      });
  }
  return {
    format_version: '1.2',
    terraform_version: '1.9.5',
    planned_values: { root_module: root },
    resource_changes: changes,
    configuration: {
      provider_config: { aws: { name: 'aws', expressions: { region: constant(region) } } },
      root_module: configuration,
    },
    ...document,
  };
}

function moduleOf(root: Raw, modules: string): Raw {
  let at = root;
  let address = '';
  for (const [part] of modules.matchAll(/module\.\w+(?:\[[^\]]*\])?/g)) {
    address = address === '' ? part : `${address}.${part}`;
    const children = at['child_modules'] as Raw[];
    let child = children.find((one) => one['address'] === address);
    if (!child) {
      child = { address, resources: [], child_modules: [] };
      children.push(child);
    }
    at = child;
  }
  return at;
}

function configurationOf(root: Raw, modules: string): Raw {
  let at = root;
  for (const [, name = ''] of modules.matchAll(/module\.(\w+)/g)) {
    const calls = at['module_calls'] as Record<string, Raw>;
    calls[name] ??= { expressions: {}, module: { resources: [], module_calls: {} } };
    at = calls[name]?.['module'] as Raw;
  }
  return at;
}

function called(root: Raw, path: string, { expressions = {}, outputs = {}, variables = {} }: Called): void {
  const module = configurationOf(root, `${path}.`);
  Object.assign(module, {
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, expression]) => [name, { expression }])),
    variables,
  });
  const names = [...path.matchAll(/module\.(\w+)/g)].map(([, name = '']) => name);
  let at = root;
  for (const name of names.slice(0, -1))
    at = (at['module_calls'] as Record<string, Raw>)[name]?.['module'] as Raw;
  const call = (at['module_calls'] as Record<string, Raw>)[names.at(-1) ?? ''];
  if (call) call['expressions'] = expressions;
}

/** The text of a plan, as a file. */
export function asText(document: Raw): string {
  return JSON.stringify(document, null, 2);
}
