import type { Path } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';
import { callOf, member, moduleConfiguration, type Raw, text } from './configuration.ts';
import type { Instance, ModuleInstance } from './instance.ts';
import { partialOf } from './partial-plan.ts';
import { keyAt, nameAt, stepsOf } from './steps.ts';

/** What `terraform show -json` prints, as far as we read it. */
export interface Plan {
  readonly is: 'plan' | 'state';
  readonly instances: readonly Instance[];
  /** Data sources that were read before the plan. */
  readonly root: ModuleInstance;
  readonly modules: ReadonlyMap<string, ModuleInstance>;
  /** Values of the root module's variables. */
  readonly variables: Raw;
  readonly providers: Raw;
  /** Why the document does not hold all that the configuration declares, where it does not. */
  readonly partial: string | undefined;
}

/** Reads the document; what has not the documented form is left out. */
export function readPlan(document: Raw): Plan {
  const is =
    isObject(document['planned_values']) || isObject(document['resource_changes']) ? 'plan' : 'state';
  const configuration = member(document, 'configuration');
  const root: ModuleInstance = {
    address: '',
    key: undefined,
    configuration: moduleConfiguration(configuration?.['root_module']),
  };
  const modules = new Map([['', root]]);
  const changes = changesOf(document['resource_changes']);
  const instances: Instance[] = [];
  const seen = new Set<string>();
  for (const path of is === 'plan' ? PLACES : STATE_PLACES) {
    let values: unknown = document;
    for (const step of path) values = isObject(values) ? values[step] : undefined;
    // Of the state before, only data sources are read: its resources are planned, or going to be destroyed.
    const dataOnly = path[0] === 'prior_state';
    collect(values, path, root, { modules, changes, dataOnly, seen, add: (one) => instances.push(one) });
  }
  if (is === 'plan') changed(document, root, instances, { modules, changes, seen });
  return {
    is,
    instances,
    root,
    modules,
    variables: member(document, 'variables') ?? {},
    providers: member(configuration, 'provider_config') ?? {},
    partial: is === 'plan' ? partialOf(document, modules.values(), instances) : undefined,
  };
}

const PLACES: readonly Path[] = [
  ['planned_values', 'root_module'],
  ['prior_state', 'values', 'root_module'],
];
const STATE_PLACES: readonly Path[] = [['values', 'root_module']];

interface Collecting {
  readonly modules: Map<string, ModuleInstance>;
  readonly changes: ReadonlyMap<string, Raw>;
  readonly dataOnly: boolean;
  readonly seen: Set<string>;
  readonly add: (instance: Instance) => void;
}

function collect(values: unknown, path: Path, module: ModuleInstance, to: Collecting): void {
  if (!isObject(values)) return;
  const { resources, child_modules: children } = values;
  for (const [index, raw] of Array.isArray(resources) ? resources.entries() : []) {
    const found = isObject(raw)
      ? instanceOf(raw, [...path, 'resources', index], module, to.changes)
      : undefined;
    if (!found || to.seen.has(found.address) || (to.dataOnly && !found.data)) continue;
    to.seen.add(found.address);
    to.add(found);
  }
  for (const [index, raw] of Array.isArray(children) ? children.entries() : []) {
    if (!isObject(raw)) continue;
    const address = text(raw['address']);
    const child = to.modules.get(address) ?? childModule(module, address);
    if (!child) continue;
    to.modules.set(address, child);
    collect(raw, [...path, 'child_modules', index], child, to);
  }
}

/** What only the changes tell: data sources that wait for the apply, and everything where the planned values are not there. */
function changed(
  document: Raw,
  root: ModuleInstance,
  instances: Instance[],
  { modules, changes, seen }: Pick<Collecting, 'modules' | 'changes' | 'seen'>,
): void {
  const list = Array.isArray(document['resource_changes']) ? document['resource_changes'] : [];
  const planned = isObject(document['planned_values']);
  for (const [index, raw] of list.entries()) {
    if (!isObject(raw) || Object.hasOwn(raw, 'deposed') || (planned && raw['mode'] !== 'data')) continue;
    const after = own(member(raw, 'change'), 'after');
    const module = moduleAt(text(raw['module_address']), root, modules);
    if (!isObject(after) || !module || seen.has(text(raw['address']))) continue;
    const path = ['resource_changes', index, 'change', 'after'];
    const found = instanceOf({ ...raw, values: after }, path, module, changes);
    if (found) instances.push({ ...found, path });
  }
}

function moduleAt(
  address: string,
  root: ModuleInstance,
  modules: Map<string, ModuleInstance>,
): ModuleInstance | undefined {
  const known = modules.get(address);
  if (known) return known;
  const parts = address.match(/(?:^|\.)module\.[^.[]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?/g) ?? [];
  let module = root;
  let at = '';
  for (const part of parts) {
    at += part;
    const child = modules.get(at) ?? childModule(module, at);
    if (!child) return undefined;
    modules.set(at, child);
    module = child;
  }
  return at === address ? module : undefined;
}

/** `module.vpc["eu"]` in its parent; undefined where the address is not one of a child. */
function childModule(parent: ModuleInstance, address: string): ModuleInstance | undefined {
  const prefix = parent.address === '' ? '' : `${parent.address}.`;
  if (!address.startsWith(`${prefix}module.`)) return undefined;
  const steps = stepsOf(address.slice(prefix.length));
  const name = nameAt(steps, 1);
  return name === undefined ? undefined : calledModule(parent, name, keyAt(steps, 2), address);
}

/** The instance of a child module that a module calls by this name. */
export function calledModule(
  by: ModuleInstance,
  name: string,
  key: string | number | undefined,
  address = `${by.address === '' ? '' : `${by.address}.`}module.${name}${spelledKey(key)}`,
): ModuleInstance {
  const raw = callOf(by.configuration, name) ?? {};
  return { address, key, configuration: moduleConfiguration(raw['module']), call: { raw, by } };
}

function spelledKey(key: string | number | undefined): string {
  return key === undefined ? '' : `[${JSON.stringify(key)}]`;
}

function instanceOf(
  raw: Raw,
  path: Path,
  module: ModuleInstance,
  changes: ReadonlyMap<string, Raw>,
): Instance | undefined {
  const [address, type, name] = [text(raw['address']), text(raw['type']), text(raw['name'])];
  if (address === '' || type === '' || name === '') return undefined;
  const data = raw['mode'] === 'data';
  const change = member(changes.get(address), 'change');
  const configured = module.configuration.resources.get(`${data ? 'data.' : ''}${type}.${name}`);
  const key = raw['index'] ?? keyAt(stepsOf(address).slice(-1), 0);
  const provider = text(configured?.['provider_config_key']);
  return {
    address,
    data,
    type,
    name,
    key: typeof key === 'string' || typeof key === 'number' ? key : undefined,
    module,
    // A data source that waits for the apply has no planned values, but what is known of its arguments.
    values: member(raw, 'values') ?? member(change, 'after') ?? {},
    unknown: change?.['after_unknown'],
    sensitive: raw['sensitive_values'] ?? change?.['after_sensitive'],
    path: [...path, 'values'],
    expressions: member(configured, 'expressions') ?? {},
    configured: configured !== undefined,
    provider: provider === '' ? undefined : provider,
  };
}

function own(raw: Raw | undefined, name: string): unknown {
  return raw && Object.hasOwn(raw, name) ? raw[name] : undefined;
}

/** The changes by address; an object that only waits to be destroyed (`deposed`) is none of them. */
function changesOf(list: unknown): ReadonlyMap<string, Raw> {
  const changes = (Array.isArray(list) ? list : []).filter(isObject);
  return new Map(
    changes.filter((one) => !Object.hasOwn(one, 'deposed')).map((one) => [text(one['address']), one]),
  );
}
