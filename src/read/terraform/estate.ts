import { known } from '../../fact/fact.ts';
import { isOpaque } from '../../fact/opaque.ts';
import { Unresolved } from '../../model/placeholder.ts';
import type { Source } from '../../model/source.ts';
import { View } from '../../model/view.ts';
import { attributeOf, refOf } from '../declared/identity.ts';
import type { DeclaredResource, Estate, Properties } from '../declared/resource.ts';
import { Attributes } from './attributes.ts';
import { gather } from './gathered.ts';
import type { Instance } from './instance.ts';
import { own } from './open.ts';
import { type Place, regionOf } from './place.ts';
import type { Plan } from './plan.ts';
import { References } from './references.ts';
import { sourceOf } from './source.ts';
import { type ReadAttribute, translated } from './spec.ts';
import type { Elsewhere, Identity, Translation } from './translation.ts';
import { TRANSLATIONS } from './types/index.ts';

/** What a plan or state declares, in CloudFormation's vocabulary. */
export class TerraformEstate implements Estate {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly attributes: Attributes;
  readonly #document: Source;
  readonly #what: string;
  readonly #byTerraform = new Map<string, Instance[]>();
  readonly #first = new Map<Instance, DeclaredResource | undefined>();
  readonly #byType = new Map<string, readonly DeclaredResource[]>();

  constructor(plan: Plan, document: Source, place: Place) {
    this.account = place.account;
    this.region = place.region;
    this.partition = place.partition;
    this.#document = document;
    this.#what = plan.is === 'plan' ? 'a Terraform plan' : 'a Terraform state';
    for (const instance of plan.instances) {
      if (instance.data || isElsewhere(plan, instance, place.region)) continue;
      const there = this.#byTerraform.get(instance.type);
      if (there) there.push(instance);
      else this.#byTerraform.set(instance.type, [instance]);
    }
    this.attributes = new Attributes(new References(plan), (instance, name) => this.identity(instance, name));
  }

  of(type: string): readonly DeclaredResource[] {
    let found = this.#byType.get(type);
    if (!found) {
      found = (SOURCES.get(type) ?? []).flatMap((one) =>
        this.instances(one).flatMap((it) => this.#made(it, type)),
      );
      this.#byType.set(type, found);
    }
    return found;
  }

  /** The managed resources of a type of Terraform. */
  instances(type: string): readonly Instance[] {
    return this.#byTerraform.get(type) ?? [];
  }

  /** Reads an attribute of an instance; its own id and ARN also where the deploy gives it. */
  reader(instance: Instance): ReadAttribute {
    return (name) => {
      const value = this.attributes.get(instance, name);
      const open = value === undefined || value instanceof Unresolved;
      return open && OWN.has(name) ? (this.identity(instance, name) ?? value) : value;
    };
  }

  /** Where the definitions that an instance holds stand. */
  source(instance: Instance, members: Translation['properties']): Source {
    return sourceOf(this.#document, instance, members, this.#what);
  }

  /** What an attribute of an instance is once it is deployed, by its type. */
  identity(instance: Instance, name: string): string | undefined {
    const identity = translationsOf(instance)[0]?.identity;
    const found = identity && Object.hasOwn(identity, name) ? identity[name] : undefined;
    if (found === undefined) return undefined;
    if (typeof found === 'object' && 'attribute' in found) return this.#elsewhere(instance, found);
    const resource = this.#firstOf(instance);
    if (!resource) return undefined;
    const text = nameOf(found) === 'Ref' ? refOf(resource, this) : attributeOf(resource, nameOf(found), this);
    return typeof found === 'string' ? text : found.from(text);
  }

  #elsewhere(instance: Instance, { attribute, of }: Elsewhere): string | undefined {
    const value = this.attributes.value(instance, attribute);
    if (typeof value !== 'string' || !of) return typeof value === 'string' ? value : undefined;
    const named = this.of(of.type).find((it) => refOf(it, this) === value);
    return named && attributeOf(named, of.attribute, this);
  }

  #made(instance: Instance, type: string): readonly DeclaredResource[] {
    const read = this.reader(instance);
    return translationsOf(instance).flatMap((translation, index) => {
      if (translation.type !== type || (translation.when && !translation.when(read))) return [];
      if (translation.each)
        return translation
          .each(read)
          .map((part, at) => this.#declared(instance, translation, part, `#${index}.${at}`));
      const made =
        index === 0 ? this.#firstOf(instance) : this.#declared(instance, translation, read, `#${index}`);
      return made ? [made] : [];
    });
  }

  #firstOf(instance: Instance): DeclaredResource | undefined {
    if (!this.#first.has(instance)) {
      const [translation] = translationsOf(instance);
      const made = translation && this.#declared(instance, translation, this.reader(instance), '');
      this.#first.set(instance, made);
    }
    return this.#first.get(instance);
  }

  #declared(
    instance: Instance,
    translation: Translation,
    read: ReadAttribute,
    part: string,
  ): DeclaredResource {
    const { type, properties, gathered = {}, identity = {} } = translation;
    const raw = {};
    for (const [name, spec] of Object.entries(properties))
      Object.defineProperty(
        raw,
        name,
        lazily(() => translated(spec, read)),
      );
    for (const [name, one] of Object.entries(gathered))
      Object.defineProperty(
        raw,
        name,
        lazily(() => gather(one, instance, Object.keys(identity), this)),
      );
    const places = Object.entries(gathered).map(([name, { own: spec = name }]) => [name, spec] as const);
    const source = this.source(instance, { ...properties, ...Object.fromEntries(places) });
    return {
      type,
      id: `${instance.address}${part}`,
      view: View.root<Properties>(source, raw),
      exists: known(true),
      identity: part === '' ? this.#existing(instance, identity) : {},
    };
  }

  /** What an instance that is there already is called, and what says elsewhere how it is. */
  #existing(
    instance: Instance,
    identity: Readonly<Record<string, Identity>>,
  ): Readonly<Record<string, string>> {
    const made: Record<string, string> = {};
    for (const [attribute, found] of Object.entries(identity)) {
      const value = own(instance.values, attribute);
      const literal = typeof value === 'string' && value !== '' && !isOpaque(value) ? value : undefined;
      const respelled = typeof found === 'object' && 'to' in found;
      const elsewhere = typeof found === 'object' && 'attribute' in found;
      const text = respelled
        ? literal && found.to(literal)
        : (literal ?? (elsewhere ? this.#elsewhere(instance, found) : undefined));
      if (text !== undefined) made[nameOf(found)] = text;
    }
    return made;
  }
}

/** Of several regions of a plan, those of another are not what the deployment meets. */
function isElsewhere(plan: Plan, instance: Instance, region: string): boolean {
  if (/^aws_(?:iam|s3)_/.test(instance.type)) return false;
  const own = regionOf(plan, instance);
  return own !== undefined && !isOpaque(region) && own !== region;
}

/** Attributes that are the resource's own: they are never given. */
const OWN: ReadonlySet<string> = new Set(['id', 'arn']);

/** The types of Terraform that make a type of CloudFormation. */
const SOURCES: ReadonlyMap<string, readonly string[]> = sources();

function sources(): ReadonlyMap<string, readonly string[]> {
  const made = new Map<string, string[]>();
  for (const [terraform, translations] of Object.entries(TRANSLATIONS)) {
    for (const type of new Set(translations.map((one) => one.type))) {
      const there = made.get(type);
      if (there) there.push(terraform);
      else made.set(type, [terraform]);
    }
  }
  return made;
}

function translationsOf({ type }: Instance): readonly Translation[] {
  return Object.hasOwn(TRANSLATIONS, type) ? (TRANSLATIONS[type] ?? []) : [];
}

function nameOf(identity: Identity): string {
  return typeof identity === 'string' ? identity : identity.name;
}

/** A property that is computed when it is first read. */
function lazily(make: () => unknown): PropertyDescriptor {
  let made: { readonly value: unknown } | undefined;
  return {
    enumerable: true,
    get: () => {
      made ??= { value: make() };
      return made.value;
    },
  };
}
