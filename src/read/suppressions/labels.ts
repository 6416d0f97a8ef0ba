import { distance } from 'fastest-levenshtein';
import { valueOr } from '../../fact/fact.ts';
import { isOpaque } from '../../fact/opaque.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { InputError } from '../../model/input-error.ts';
import type { Place } from '../../model/source.ts';
import type { View } from '../../model/view.ts';
import { quote } from '../quote.ts';
import { readReason } from './directive.ts';
import {
  type ComplaintOf,
  errorAt,
  type Found,
  type Inline,
  type InlineSuppression,
  isWithin,
} from './inline.ts';

/**
 * The key of a tag or label. AWS allows letters, digits, spaces and `_.:/=+-@` in the keys and values of tags, of which keys have at
 * most 128 characters and values 256 (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tag.html); Docker recommends
 * small letters, digits, `.`, `_`, `/` and `-` in the keys of labels (https://docs.docker.com/engine/manage-resources/labels/).
 */
const KEY = /^ecs-preflight[:.]ignore[:.](.+)$/s;
const OURS = /^ecs[-_]?preflight[^a-z0-9]+([a-z]+)/i;
const SYNONYMS = ['suppress', 'disable', 'skip'];

/** The key that this one was to be; undefined where it is nobody's business. */
function misspelled(key: string, form: string): string | undefined {
  const verb = OURS.exec(key)?.[1]?.toLowerCase();
  if (verb === undefined || (distance(verb, 'ignore') > 2 && !SYNONYMS.includes(verb))) return undefined;
  return `${quote(key)} suppresses nothing: expected "${form}"`;
}

const TAG = 'ecs-preflight:ignore:RULE[/PROBLEM]';
const LABEL = 'ecs-preflight.ignore.RULE[/PROBLEM]';

/** A tag or label, with the place that tells its key. */
interface Label {
  readonly key: string;
  readonly at: View;
  readonly value: View;
  /** How its key is to be written. */
  readonly form: string;
}

type Tag = { readonly key?: string; readonly value?: string };

/** Reads what tags and labels suppress, each once, whatever deployments have it in common. */
export class LabelReader implements Inline {
  readonly suppressions: InlineSuppression[] = [];
  readonly errors: InputError[] = [];
  readonly #complaintOf: ComplaintOf;
  readonly #seen = new Map<string, Set<string>>();

  constructor(complaintOf: ComplaintOf) {
    this.#complaintOf = complaintOf;
  }

  /** Tags of the service and of the task definition, labels of the containers. */
  read({ id, taskDefinition, service }: Pick<Deployment, 'id' | 'taskDefinition' | 'service'>): void {
    if (service) this.#tags(id, service.view as View);
    this.#tags(id, taskDefinition.view as View);
    for (const container of valueOr(taskDefinition.view.get('containerDefinitions').items, [])) {
      const name = valueOr(container.get('name').text, undefined);
      const { place } = container;
      for (const [key, value] of valueOr(container.get('dockerLabels').entries, [])) {
        const label = { key, at: value as View, value: value as View, form: LABEL };
        this.#one(id, label, () => ({ finding: isOf(place, name) }));
      }
    }
  }

  #tags(id: string, view: View): void {
    const tags = (view as View<{ tags?: readonly Tag[] }>).get('tags');
    for (const tag of valueOr(tags.items, [])) {
      const [key, value] = [tag.get('key'), tag.get('value')];
      if (typeof key.raw !== 'string') continue;
      const label = { key: key.raw, at: key as View, value: value as View, form: TAG };
      this.#one(id, label, (about) => ({ deployment: (one) => about.has(one.id) }));
    }
  }

  #one(
    id: string,
    { key, at, value, form }: Label,
    covering: (about: ReadonlySet<string>) => InlineSuppression['covers'],
  ): void {
    const rule = KEY.exec(key)?.[1];
    const wrong = rule === undefined ? misspelled(key, form) : undefined;
    if (rule === undefined && wrong === undefined) return;
    const { place } = value;
    const where = [place.file, place.arn, place.pointer, place.inner, key].join('\n');
    const known = this.#seen.get(where);
    if (known) {
      known.add(id);
      return;
    }
    const about = new Set([id]);
    this.#seen.set(where, about);
    const read =
      rule === undefined ? this.#refuse(at.place, wrong ?? '') : this.#reasonOf(key, rule, at, value);
    if (rule === undefined || !read) return;
    this.suppressions.push({
      kind: 'inSource',
      rules: [rule],
      ...read,
      place,
      covers: covering(about),
      about,
    });
  }

  #reasonOf(key: string, rule: string, at: View, { raw, place }: View) {
    const complaint = this.#complaintOf(rule);
    if (complaint !== undefined) return this.#refuse(at.place, complaint);
    if ((raw ?? null) !== null && (typeof raw !== 'string' || isOpaque(raw)))
      return this.#refuse(
        place,
        `the value of ${quote(key)} is not known here: expected a reason as it stands`,
      );
    const read = readReason(typeof raw === 'string' ? raw : '');
    return 'trouble' in read ? this.#refuse(place, `${quote(key)}: ${read.trouble}`) : read;
  }

  #refuse(place: Place, message: string): undefined {
    this.errors.push(errorAt(place, message));
  }
}

/** Is a finding about the container that stands there? */
function isOf({ file, arn, pointer, inner = '' }: Place, name: string | undefined) {
  return ({ location, container }: Found): boolean => {
    if (location.file !== file || location.arn !== arn || !isWithin(location.pointer, [pointer]))
      return false;
    if (!isWithin(location.inner ?? '', [inner])) return false;
    // Where a template makes several containers of one text, the name tells them apart.
    return name === undefined || container === undefined || container === name;
  };
}
