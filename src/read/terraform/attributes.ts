import { opaqueValue } from '../../fact/opaque.ts';
import { Unresolved } from '../../model/placeholder.ts';
import { isObject } from '../../model/view.ts';
import { blockOf } from './blocks.ts';
import type { Raw } from './configuration.ts';
import type { Instance } from './instance.ts';
import { afterApply, own, sensitive } from './open.ts';
import { POLICY_DOCUMENT, policyDocument } from './policy-documents.ts';
import { MANY, ONE } from './reference-attributes.ts';
import type { References, Referent } from './references.ts';
import { nameAt } from './steps.ts';

/** What an attribute of an instance is, where the plan does not say it: an identifier that the deploy gives. */
export type IdentityOf = (instance: Instance, attribute: string) => string | undefined;

/**
 * The attributes of instances as far as they are known: literal values, names that the deploy gives (`src/fact/opaque.ts`), and
 * `Unresolved` for the rest. Nulls and empty texts, which the provider takes for nothing, are left out.
 */
export class Attributes {
  readonly references: References;
  readonly #identityOf: IdentityOf;
  readonly #read = new Map<Instance, Map<string, unknown>>();

  constructor(references: References, identityOf: IdentityOf) {
    this.references = references;
    this.#identityOf = identityOf;
  }

  /** An attribute of an instance. */
  get(instance: Instance, name: string): unknown {
    let read = this.#read.get(instance);
    if (!read) {
      read = new Map();
      this.#read.set(instance, read);
    }
    if (!read.has(name)) {
      // What refers to itself is nothing that Terraform plans; no circle may catch us all the same.
      read.set(name, afterApply(instance, name));
      read.set(name, this.#attribute(instance, name));
    }
    return read.get(name);
  }

  #attribute(instance: Instance, name: string): unknown {
    const configured = instance.configured;
    const at = { instance, top: name };
    return this.#merged(
      own(instance.values, name),
      own(instance.unknown, name),
      own(instance.sensitive, name),
      own(instance.expressions, name),
      name,
      at,
      configured,
    );
  }

  /**
   * One value with all in it. `configured`: is it known what the configuration says here? Then what is open and not written is
   * only what the provider fills in: a role's policies where none is given. (Of `dynamic` blocks the plan tells no expressions.)
   */
  #merged(
    value: unknown,
    open: unknown,
    hidden: unknown,
    expression: unknown,
    name: string,
    at: At,
    configured: boolean,
  ): unknown {
    if (open === true && expression === undefined && configured) return undefined;
    if (open === true) return this.#planned(expression, open, name, at);
    if (Array.isArray(value)) return this.#list(value, open, hidden, expression, name, at);
    if (isObject(value)) {
      const names = new Set([...Object.keys(value), ...(isObject(open) ? Object.keys(open) : [])]);
      const entries = [...names].map((key) => [
        key,
        this.#merged(
          own(value, key),
          own(open, key),
          own(hidden, key) ?? hidden === true,
          own(expression, key),
          key,
          at,
          isBlock(expression),
        ),
      ]);
      return Object.fromEntries(entries.filter(([, one]) => one !== undefined));
    }
    if (value === undefined && isObject(expression) && open !== false)
      return this.#planned(expression, open, name, at);
    if (value === null || value === undefined || value === '') return undefined;
    return hidden === true && typeof value === 'string' && !identifier(name)
      ? sensitive(at.instance, at.top)
      : value;
  }

  #list(
    value: readonly unknown[],
    open: unknown,
    hidden: unknown,
    expression: unknown,
    name: string,
    at: At,
  ): unknown {
    const opens = Array.isArray(open) ? open : [];
    const blocks = Array.isArray(expression) ? expression : isBlock(expression) ? [expression] : [];
    const missing = value.filter((_, index) => opens[index] === true).length;
    const found = missing > 0 && isObject(expression) ? this.#elements(expression, name, at) : [];
    const instead = found.length === missing ? [...found] : [];
    return value.map((item, index) => {
      if (opens[index] === true) return instead.shift() ?? afterApply(at.instance, at.top);
      const hiding = Array.isArray(hidden) ? hidden[index] : hidden;
      const block = isObject(item) ? blockOf(item, blocks, value, index, name) : undefined;
      return this.#merged(item, opens[index] ?? false, hiding, block, name, at, block !== undefined);
    });
  }

  /** A value that the plan leaves open, or does not hold, by what its expression refers to. */
  #planned(expression: unknown, open: unknown, name: string, at: At): unknown {
    if (!isObject(expression)) return afterApply(at.instance, at.top);
    if (Object.hasOwn(expression, 'constant_value')) return expression['constant_value'] ?? undefined;
    if (!Array.isArray(expression['references'])) return afterApply(at.instance, at.top);
    if (Object.hasOwn(MANY, name)) return this.#many(expression, name, at);
    const referents = this.references.of(expression, at.instance);
    const found = referents.find(({ is }) => is === 'open');
    if (found) return afterApply(at.instance, at.top, found);
    const things = referents.filter((one) => one.is === 'instances');
    if (POLICIES.has(name)) return policyIn(things, this) ?? afterApply(at.instance, at.top);
    if (!Object.hasOwn(ONE, name)) return afterApply(at.instance, at.top);
    const texts = things.flatMap((one) => this.texts(one, ONE[name] ?? 'id'));
    // What is open is made of something that is open, where there is anything to choose.
    const certain = open !== true || referents.length === 1;
    const candidates = texts.filter(({ planned }) => !planned || certain).map(({ text }) => text);
    if (things.length === 0 && open !== true)
      candidates.push(...referents.flatMap((one) => (one.is === 'known' ? textsIn(one.value) : [])));
    const [only, ...others] = new Set(candidates);
    return only === undefined || others.length > 0 ? afterApply(at.instance, at.top) : only;
  }

  #many(expression: Raw, name: string, at: At): unknown {
    const referents = this.references.of(expression, at.instance);
    const open = referents.find(
      (one) => one.is === 'open' || (one.is === 'known' && textsIn(one.value).some(isIdentifier)),
    );
    if (open) return afterApply(at.instance, at.top, open);
    const things = referents.filter((one) => one.is === 'instances');
    if (things.length === 0) return afterApply(at.instance, at.top);
    return [...new Set(things.flatMap((one) => this.texts(one, MANY[name] ?? 'id')).map(({ text }) => text))];
  }

  /** What the elements of a list are that are open. */
  #elements(expression: Raw, name: string, at: At): readonly string[] {
    const otherwise = PATTERNS.has(name) ? 'arn' : MANY[name];
    const referents = this.references.of(expression, at.instance);
    if (otherwise === undefined || referents.some(({ is }) => is === 'open')) return [];
    const things = referents.filter((one) => one.is === 'instances');
    const texts = things.flatMap((one) => this.texts(one, otherwise)).filter(({ planned }) => !planned);
    const label = `${at.instance.address}.${at.top}`;
    return [...new Set(texts.map(({ text }) => (PATTERNS.has(name) ? begun(text, label) : text)))];
  }

  /** The texts that a reference stands for: of each instance the attribute that is named, or else this one. */
  texts({ instances, attribute }: Referent & { is: 'instances' }, otherwise: string): readonly Text[] {
    const name = nameAt(attribute, 0) ?? otherwise;
    return instances.flatMap((instance): readonly Text[] => {
      const value = attribute.length < 2 ? this.value(instance, name) : undefined;
      const planned = value !== undefined && own(instance.values, name) === value;
      if (Array.isArray(value)) return textsIn(value).map((text) => ({ text, planned }));
      const text = typeof value === 'string' ? value : opaqueValue(`${instance.address}.${name}`);
      return [{ text, planned }];
    });
  }

  /** An attribute as another resource sees it: its value, else what the deploy will call it. */
  value(instance: Instance, name: string): unknown {
    const literal = own(instance.values, name);
    if (typeof literal === 'string' && literal !== '' && !isHidden(instance, name)) return literal;
    const identity = instance.data ? undefined : this.#identityOf(instance, name);
    if (identity !== undefined) return identity;
    const value = this.get(instance, name);
    return value instanceof Unresolved ? undefined : value;
  }
}

/**
 * Does the configuration tell the members one by one? Of a value that is written as one, `route = [{ … }]`, it tells only what all
 * of it refers to: what it says of a member nobody knows.
 */
function isBlock(expression: unknown): boolean {
  return (
    isObject(expression) &&
    !Array.isArray(expression['references']) &&
    !Object.hasOwn(expression, 'constant_value')
  );
}

/** A text that a reference stands for; does the plan itself hold it? */
interface Text {
  readonly text: string;
  readonly planned: boolean;
}

/** An ARN may be the beginning of a pattern: `"${aws_s3_bucket.this.arn}/*"` refers to nothing else than the ARN. */
function begun(text: string, label: string): string {
  return text.startsWith('arn:') ? `${text}${opaqueValue(label)}` : opaqueValue(label);
}

/** Attributes that hold patterns of ARNs, which may be longer than what they refer to. */
const PATTERNS: ReadonlySet<string> = new Set(['resources', 'not_resources']);

/** Attributes that hold a policy as JSON text. */
const POLICIES: ReadonlySet<string> = new Set(['policy', 'assume_role_policy']);

/** The policy that is all that an expression refers to. */
function policyIn(things: readonly (Referent & { is: 'instances' })[], attributes: Attributes): unknown {
  const [only, ...others] = things.flatMap(({ instances, attribute }) =>
    instances.map((instance) => ({ instance, attribute: nameAt(attribute, 0) })),
  );
  if (!only || others.length > 0 || !['json', 'minified_json', undefined].includes(only.attribute))
    return undefined;
  const { instance } = only;
  return instance.data && instance.type === POLICY_DOCUMENT
    ? policyDocument(instance, (name) => attributes.get(instance, name))
    : undefined;
}

interface At {
  readonly instance: Instance;
  readonly top: string;
}

function isHidden(instance: Instance, name: string): boolean {
  return own(instance.sensitive, name) === true;
}

/** Names and ids tell no secret, though a sensitive variable may have given them. */
function identifier(name: string): boolean {
  return Object.hasOwn(ONE, name) || Object.hasOwn(MANY, name);
}

function textsIn(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string' && one !== '');
}

/** A known identifier may be one that a list of new ones is put together with. */
function isIdentifier(text: string): boolean {
  return /^(?:[a-z]+-[0-9a-f]{8,17}$|arn:)/.test(text);
}
