import type { InputError } from '../../model/input-error.ts';
import type { Path } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';
import type { Stack } from './stack.ts';

/** Macros that add nothing by which another part of the template could be named. */
const HARMLESS = /^AWS::(?:LanguageExtensions|SecretsManager-|CodeDeployBlueGreen)/;

/** Names that CloudFormation itself has. */
const PSEUDO = /^AWS::/;

/**
 * What CloudFormation refuses for certain: names of what the template does not define. Templates that other macros go over are
 * not looked at, since these may define anything; nor are those with modules or loops over what is not known.
 */
export function undefinedNames(stack: Stack): readonly InputError[] {
  const { template } = stack;
  const { resources, conditions } = template;
  const open =
    template.transforms.some((name) => !HARMLESS.test(name)) ||
    Object.keys(resources).some((name) => name.startsWith('Fn::')) ||
    Object.keys(conditions).some((name) => name.startsWith('Fn::')) ||
    Object.values(resources).some((one) => isObject(one) && String(one['Type']).endsWith('::MODULE'));
  return open ? [] : new Check(stack).errors();
}

class Check {
  readonly #stack: Stack;
  readonly #found = new Map<string, InputError>();
  /** Where the look is. */
  readonly #at: (string | number)[] = [];

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  errors(): readonly InputError[] {
    const { resources, conditions, outputs } = this.#stack.template;
    for (const [id, raw] of Object.entries(resources)) {
      if (!isObject(raw)) continue;
      this.#at.push('Resources', id);
      this.#condition(raw['Condition'], 'Condition');
      const { DependsOn = [] } = raw;
      for (const name of Array.isArray(DependsOn) ? DependsOn : [DependsOn])
        if (typeof name === 'string' && !Object.hasOwn(resources, name))
          this.#report(`${id} depends on ${name}, and there is no resource of that name`, 'DependsOn');
      this.#at.push('Properties');
      this.#value(raw['Properties']);
      this.#at.length = 0;
    }
    for (const [name, raw] of Object.entries(conditions)) {
      this.#at.push('Conditions', name);
      this.#expression(raw);
      this.#at.length = 0;
    }
    for (const { raw, path } of outputs.values()) {
      this.#at.push(...path);
      this.#condition(raw['Condition'], 'Condition');
      this.#below('Value', () => this.#value(raw['Value']));
      this.#at.length = 0;
    }
    return [...this.#found.values()];
  }

  #report(message: string, ...more: Path): void {
    if (this.#found.has(message)) return;
    const { source } = this.#stack.template.document;
    const { line, column } = source.span([...this.#at, ...more]) ?? {};
    const place = line === undefined || column === undefined ? {} : { line, column };
    this.#found.set(message, { file: source.file, message, ...place });
  }

  #below(key: string | number, look: () => void): void {
    this.#at.push(key);
    look();
    this.#at.pop();
  }

  /** An expression of the section `Conditions`, which names others. */
  #expression(raw: unknown): void {
    if (Array.isArray(raw))
      for (const [index, one] of raw.entries()) this.#below(index, () => this.#expression(one));
    if (!isObject(raw)) return;
    for (const [name, value] of Object.entries(raw)) {
      if (name === 'Condition') this.#condition(value, name);
      else
        this.#below(name, () => {
          if (!this.#function(name, value)) this.#expression(value);
        });
    }
  }

  /** What stands where a value does. A template has many of them, so that places are made for reports alone. */
  #value(raw: unknown): void {
    if (typeof raw !== 'object' || raw === null) return;
    if (Array.isArray(raw)) {
      for (let index = 0; index < raw.length; index++) {
        const item: unknown = raw[index];
        if (typeof item !== 'object') continue;
        this.#at.push(index);
        this.#value(item);
        this.#at.pop();
      }
      return;
    }
    if (!isObject(raw)) return;
    const names = Object.keys(raw);
    const alone = names.length === 1;
    for (const name of names) {
      const value = raw[name];
      // A loop within has names of its own.
      if ((typeof value !== 'object' && !alone) || name.startsWith('Fn::ForEach::')) continue;
      this.#at.push(name);
      if (!alone || !this.#function(name, value)) this.#value(value);
      this.#at.pop();
    }
  }

  /** Looks at the names that a function has; true where nothing more is to be looked at within. */
  #function(name: string, value: unknown): boolean {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    switch (name) {
      case 'Ref':
        if (typeof value !== 'string') return false;
        this.#reference(value, 'Ref');
        return true;
      case 'Fn::GetAtt':
        if (typeof first === 'string') this.#resource(first.split('.')[0] ?? '');
        return true;
      case 'Fn::Sub':
        this.#sub(value);
        return false;
      case 'Fn::If':
        if (Array.isArray(value)) this.#condition(first, 0);
        return false;
      case 'Fn::FindInMap':
        this.#mapping(value);
        return false;
      default:
        return false;
    }
  }

  #sub(value: unknown): void {
    const [text, variables] = Array.isArray(value) ? (value as readonly unknown[]) : [value, undefined];
    if (typeof text !== 'string') return;
    for (const [, variable = ''] of text.matchAll(/\$\{([^!{}][^{}]*)\}/g)) {
      const name = variable.trim();
      if (isObject(variables) && Object.hasOwn(variables, name)) continue;
      const dot = name.indexOf('.');
      if (dot > 0) this.#resource(name.slice(0, dot));
      else this.#reference(name, 'Fn::Sub');
    }
  }

  #reference(name: string, by: string): void {
    const { resources, parameters } = this.#stack.template;
    if (Object.hasOwn(resources, name) || parameters.has(name) || PSEUDO.test(name)) return;
    this.#report(
      `${by} names ${name}: expected a parameter or a resource, and the template has none of that name`,
    );
  }

  #resource(name: string): void {
    if (Object.hasOwn(this.#stack.template.resources, name)) return;
    this.#report(
      `an attribute of ${name} is asked for: expected a resource, and the template has none of that name`,
    );
  }

  #condition(name: unknown, ...more: Path): void {
    if (typeof name !== 'string' || Object.hasOwn(this.#stack.template.conditions, name)) return;
    this.#report(`expected a condition of the template, and ${name} is none`, ...more);
  }

  #mapping(value: unknown): void {
    if (!Array.isArray(value) || value.length > 3) return;
    const [map, first, second] = value as readonly unknown[];
    const { mappings } = this.#stack.template;
    if (typeof map !== 'string' || Object.keys(mappings).some((name) => name.startsWith('Fn::'))) return;
    const whole = Object.hasOwn(mappings, map) ? mappings[map] : undefined;
    if (!isObject(whole)) {
      this.#report(`Fn::FindInMap looks in ${map}, and the template has no mapping of that name`);
      return;
    }
    if (typeof first !== 'string' || 'Fn::Transform' in whole) return;
    const level = Object.hasOwn(whole, first) ? whole[first] : undefined;
    const missing =
      level === undefined
        ? first
        : isObject(level) && typeof second === 'string' && !Object.hasOwn(level, second)
          ? second
          : undefined;
    if (missing !== undefined)
      this.#report(`Fn::FindInMap looks for ${missing}, which the mapping ${map} does not have`);
  }
}
