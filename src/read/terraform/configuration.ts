import { isObject } from '../../model/view.ts';

/**
 * The part `configuration` of a plan: what stands in the `.tf` files, as far as Terraform prints it. Of an expression it prints
 * the constant it is, or what it refers to, never how.
 * https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export type Raw = Readonly<Record<string, unknown>>;

/** The configuration of a module, whatever its instances. */
export interface ModuleConfiguration {
  readonly raw: Raw;
  /** Resources and data sources by `aws_iam_role.exec`, `data.aws_subnet.a`. */
  readonly resources: ReadonlyMap<string, Raw>;
}

const made = new WeakMap<object, ModuleConfiguration>();

/** The configuration of a module; empty where the document has none, as a state. */
export function moduleConfiguration(value: unknown): ModuleConfiguration {
  const raw = isObject(value) ? value : {};
  let found = made.get(raw);
  if (!found) {
    const list = Array.isArray(raw['resources']) ? raw['resources'].filter(isObject) : [];
    found = { raw, resources: new Map(list.map((one) => [text(one['address']), one])) };
    made.set(raw, found);
  }
  return found;
}

/** The call of a child module. */
export function callOf(module: ModuleConfiguration, name: string): Raw | undefined {
  return member(member(module.raw, 'module_calls'), name);
}

/** A structure inside a structure, where there is one. */
export function member(raw: Raw | undefined, name: string): Raw | undefined {
  const value = raw && Object.hasOwn(raw, name) ? raw[name] : undefined;
  return isObject(value) ? value : undefined;
}

/** A text, or none. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
