import type { InputError } from '../../model/input-error.ts';
import { isObject } from '../../model/view.ts';
import { type At, at, below, pathOf, step } from './placed.ts';
import type { Stack } from './stack.ts';
import type { Template } from './template.ts';

/** Macros that add nothing by which another part of the template could be named. */
const HARMLESS = /^AWS::(?:LanguageExtensions|SecretsManager-|CodeDeployBlueGreen)/;

/** Names that CloudFormation itself has. */
const PSEUDO = /^AWS::/;

/** What `Fn::Sub` replaces in a text, but for `${!Literal}`. */
const VARIABLE = /\$\{([^!{}][^{}]*)\}/g;

/**
 * What CloudFormation refuses for certain: names of what the template does not define. Templates that other macros go over are
 * not looked at, since these may define anything; nor are those with modules or loops over what is not known.
 */
export function undefinedNames({ template }: Stack): readonly InputError[] {
  const { resources, conditions } = template;
  const open =
    template.transforms.some((name) => !HARMLESS.test(name)) ||
    template.ids.some((id) => id.startsWith('Fn::') || isModule(resources[id])) ||
    Object.keys(conditions).some((name) => name.startsWith('Fn::'));
  if (open) return [];
  // Most templates have none: places are followed by a second look alone.
  return new Check(template, false).errors().length > 0 ? new Check(template, true).errors() : [];
}

function isModule(resource: unknown): boolean {
  return isObject(resource) && String(resource['Type']).endsWith('::MODULE');
}

/** Where the look is; undefined where that is not followed. */
type Place = At | undefined;

/** All members of a template are looked at: so these are no `#` members. */
class Check {
  private readonly template: Template;
  private readonly placed: boolean;
  private readonly found = new Map<string, InputError>();

  constructor(template: Template, placed: boolean) {
    this.template = template;
    this.placed = placed;
  }

  errors(): readonly InputError[] {
    const { ids, resources, conditions, outputs } = this.template;
    for (const id of ids) {
      const raw = resources[id];
      if (!isObject(raw)) continue;
      const place = this.placed ? below(undefined, 'Resources', id) : undefined;
      this.condition(raw['Condition'], place, 'Condition');
      const { DependsOn = [] } = raw;
      for (const name of Array.isArray(DependsOn) ? DependsOn : [DependsOn])
        if (typeof name === 'string' && !Object.hasOwn(resources, name))
          this.report(
            `${id} depends on ${name}, and there is no resource of that name`,
            place && step(place, 'DependsOn'),
          );
      this.value(raw['Properties'], place && step(place, 'Properties'));
    }
    for (const [name, raw] of Object.entries(conditions))
      this.expression(raw, this.placed ? below(undefined, 'Conditions', name) : undefined);
    for (const { raw, path } of outputs.values()) {
      const place = this.placed ? at(path) : undefined;
      this.condition(raw['Condition'], place, 'Condition');
      this.value(raw['Value'], place && step(place, 'Value'));
    }
    return [...this.found.values()];
  }

  private report(message: string, place: Place): void {
    if (this.found.has(message)) return;
    const { source } = this.template.document;
    const { line, column } = source.span(pathOf(place)) ?? {};
    const where = line === undefined || column === undefined ? {} : { line, column };
    this.found.set(message, { file: source.file, message, ...where });
  }

  /** An expression of the section `Conditions`, which names others. */
  private expression(raw: unknown, place: Place): void {
    if (Array.isArray(raw))
      for (const [index, one] of raw.entries()) this.expression(one, place && step(place, index));
    if (!isObject(raw)) return;
    for (const [name, value] of Object.entries(raw)) {
      if (name === 'Condition') this.condition(value, place, name);
      else {
        const inner = place && step(place, name);
        if (!this.function(name, value, inner)) this.expression(value, inner);
      }
    }
  }

  /** What stands where a value does. */
  private value(raw: unknown, place: Place): void {
    if (Array.isArray(raw)) {
      for (let index = 0; index < raw.length; index++) {
        const item: unknown = raw[index];
        if (typeof item === 'object') this.value(item, place && step(place, index));
      }
      return;
    }
    if (!isObject(raw)) return;
    const names = Object.keys(raw);
    const alone = names.length === 1;
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as string;
      const value = raw[name];
      // A loop within has names of its own.
      if ((typeof value !== 'object' && !alone) || name.startsWith('Fn::ForEach::')) continue;
      const inner = place && step(place, name);
      if (!alone || !this.function(name, value, inner)) this.value(value, inner);
    }
  }

  /** Looks at the names that a function has; true where nothing more is to be looked at within. */
  private function(name: string, value: unknown, place: Place): boolean {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    switch (name) {
      case 'Ref':
        if (typeof value !== 'string') return false;
        this.reference(value, 'Ref', place);
        return true;
      case 'Fn::GetAtt':
        if (typeof first === 'string') this.resource(first.split('.')[0] ?? '', place);
        return true;
      case 'Fn::Sub':
        this.sub(value, place);
        return false;
      case 'Fn::If':
        if (Array.isArray(value)) this.condition(first, place, 0);
        return false;
      case 'Fn::FindInMap':
        this.mapping(value, place);
        return false;
      default:
        return false;
    }
  }

  private sub(value: unknown, place: Place): void {
    const [text, variables] = Array.isArray(value) ? (value as readonly unknown[]) : [value, undefined];
    if (typeof text !== 'string') return;
    for (const [, variable = ''] of text.matchAll(VARIABLE)) {
      const name = variable.trim();
      if (isObject(variables) && Object.hasOwn(variables, name)) continue;
      const dot = name.indexOf('.');
      if (dot > 0) this.resource(name.slice(0, dot), place);
      else this.reference(name, 'Fn::Sub', place);
    }
  }

  private reference(name: string, by: string, place: Place): void {
    const { resources, parameters } = this.template;
    if (Object.hasOwn(resources, name) || parameters.has(name) || PSEUDO.test(name)) return;
    this.report(
      `${by} names ${name}: expected a parameter or a resource, and the template has none of that name`,
      place,
    );
  }

  private resource(name: string, place: Place): void {
    if (Object.hasOwn(this.template.resources, name)) return;
    this.report(
      `an attribute of ${name} is asked for: expected a resource, and the template has none of that name`,
      place,
    );
  }

  private condition(name: unknown, place: Place, key: string | number): void {
    if (typeof name !== 'string' || Object.hasOwn(this.template.conditions, name)) return;
    this.report(`expected a condition of the template, and ${name} is none`, place && step(place, key));
  }

  private mapping(value: unknown, place: Place): void {
    if (!Array.isArray(value) || value.length > 3) return;
    const [map, first, second] = value as readonly unknown[];
    const { mappings } = this.template;
    if (typeof map !== 'string' || Object.keys(mappings).some((name) => name.startsWith('Fn::'))) return;
    const whole = Object.hasOwn(mappings, map) ? mappings[map] : undefined;
    if (!isObject(whole)) {
      this.report(`Fn::FindInMap looks in ${map}, and the template has no mapping of that name`, place);
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
      this.report(`Fn::FindInMap looks for ${missing}, which the mapping ${map} does not have`, place);
  }
}
