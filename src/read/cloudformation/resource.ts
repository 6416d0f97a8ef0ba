import { type Fact, known, unknown } from '../../fact/fact.ts';
import type { Origin, Path, Source } from '../../model/source.ts';
import { isObject, View } from '../../model/view.ts';
import type { DeclaredResource, Properties } from '../declared/resource.ts';
import { setOwn } from '../json-tolerant.ts';
import { type At, at as atPath, NO_VALUE, Open, originOf, Places, step } from './placed.ts';
import { functionName, isPlain, resolve, scopeOf } from './resolve.ts';
import type { Surroundings } from './scope.ts';
import { whyUndecided } from './world.ts';
import { written } from './writing.ts';

/** Of resources that are there in every world, which most are. */
const THERE = known(true as const);

/** A resource of a template, resolved property by property when somebody looks. */
export class TemplateResource implements DeclaredResource {
  readonly type: string;
  readonly id: string;
  readonly logicalId: string;
  readonly stack: Surroundings;
  readonly places = new Places();
  /** As it is written. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Where its properties stand. */
  readonly #at: At;
  #exists: Fact<true> | false | undefined;
  #view: View<Properties> | undefined;
  #properties: unknown;
  #resolved = false;

  constructor(stack: Surroundings, logicalId: string, raw: Readonly<Record<string, unknown>>, path: Path) {
    this.stack = stack;
    this.logicalId = logicalId;
    this.id = stack.prefix + logicalId;
    this.type = String(raw['Type']);
    this.raw = raw;
    this.#at = step(atPath(path), 'Properties');
  }

  /** Is it there in this world? Undefined where its condition is open. */
  get isThere(): boolean | undefined {
    this.#exists ??= this.#existence();
    if (this.#exists === false || this.#exists === THERE) return this.#exists === THERE;
    return this.#exists.match<boolean | undefined>({
      known: () => true,
      absent: () => false,
      unknown: () => undefined,
    });
  }

  get exists(): Fact<true> {
    this.#exists ??= this.#existence();
    return this.#exists || unknown({ reason: 'unresolved', detail: `${this.id} is not there` });
  }

  #existence(): Fact<true> | false {
    const { Condition } = this.raw;
    const { holder } = this.stack;
    if (holder?.isThere === false) return false;
    if (typeof Condition !== 'string') return holder ? holder.exists : THERE;
    const decision = this.stack.condition(Condition);
    if ('atoms' in decision) return unknown(whyUndecided(Condition, decision.atoms));
    if (!decision.is) return false;
    return holder ? holder.exists : THERE;
  }

  /** The resolved properties; each is resolved when it is first read. */
  get properties(): unknown {
    if (!this.#resolved) {
      this.#resolved = true;
      const { Properties } = this.raw;
      const at = this.#at;
      const scope = scopeOf(this.stack, this.places);
      if (!isObject(Properties) || functionName(Properties) !== undefined) {
        const { value } = resolve(scope, Properties, at);
        this.#properties = value === NO_VALUE ? undefined : value;
      } else {
        const made = {};
        this.#properties = made;
        for (const name of Object.keys(Properties)) {
          const raw = Properties[name];
          if (isPlain(raw)) setOwn(made, name, raw);
          else
            lazily(made, name, () => {
              const { value, origin } = resolve(scope, raw, step(at, name));
              if (origin) this.places.put(made, name, origin);
              return value === NO_VALUE ? undefined : value;
            });
        }
      }
    }
    return this.#properties;
  }

  get view(): View<Properties> {
    this.#view ??= View.root<Properties>(
      this.source((path) => this.originOf(path)),
      this.properties,
    );
    return this.#view;
  }

  /** Where the property at a path, in CloudFormation's spelling, comes from. */
  originOf(path: Path): Origin {
    return originOf(this.places.find(this.properties, path, { at: this.#at }));
  }

  /** The file of the resource, with its own way from a definition's path to the file's. */
  source(origin: (path: Path) => Origin, spell?: NonNullable<Source['spell']>): Source {
    const { source } = this.stack.template.document;
    const { Metadata } = this.raw;
    const construct = constructPath(Metadata);
    // A template with construct paths is synthesised, also where it is given without its assembly.
    const generatedBy = source.generatedBy ?? (construct === undefined ? undefined : 'a CDK assembly');
    return {
      file: source.file,
      text: source.text,
      syntax: source.syntax,
      span: (path) => source.span(path),
      origin,
      ...(spell ? { spell } : {}),
      ...(generatedBy === undefined ? { write: (text) => written(text, this.stack) } : {}),
      ...(construct === undefined ? {} : { resource: construct }),
      ...(isObject(Metadata) ? { metadata: Metadata } : {}),
      ...(generatedBy === undefined ? {} : { generatedBy }),
    };
  }
}

/** The CDK writes down which construct a resource comes from. */
function constructPath(metadata: unknown): string | undefined {
  const path = isObject(metadata) ? metadata['aws:cdk:path'] : undefined;
  return typeof path === 'string' ? path : undefined;
}

/** A member that is made when it is first read. One that needs itself is open. */
function lazily(object: object, name: string, make: () => unknown): void {
  let state: 'open' | 'making' | 'made' = 'open';
  let value: unknown;
  Object.defineProperty(object, name, {
    enumerable: true,
    get: () => {
      if (state === 'making') return new Open(name, `${name} depends on itself`);
      if (state === 'open') {
        state = 'making';
        value = make();
        state = 'made';
      }
      return value;
    },
  });
}
