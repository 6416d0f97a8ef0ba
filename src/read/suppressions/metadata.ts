import { distance } from 'fastest-levenshtein';
import type { InputError } from '../../model/input-error.ts';
import { type Path, type Place, placeOf, type Source, toPointer } from '../../model/source.ts';
import { isObject } from '../../model/view.ts';
import { isCloudFormation } from '../cloudformation/recognise.ts';
import type { Document } from '../document.ts';
import { parse } from '../parse.ts';
import { quote } from '../quote.ts';
import type { ReadText } from './comments.ts';
import { type ComplaintOf, errorAt, type Inline, type InlineSuppression, isWithin } from './inline.ts';
import { isDay, noDay, saysNothing } from './words.ts';

/** The member of `Metadata` that is ours. */
const OURS = 'ecs-preflight';
const ENTRY = ['rule', 'rules', 'reason', 'until'] as const;

/**
 * What the `Metadata` of a CloudFormation template and of its resources suppresses:
 * `ecs-preflight: {ignore: [{rule: …, reason: …, until: …}]}`. The CDK writes it with `addMetadata`.
 */
export async function inMetadata(
  read: ReadText,
  generatedBy: string | undefined,
  complaintOf: ComplaintOf,
): Promise<Inline> {
  const parsed = /Metadata["']?\s*:/.test(read.text) ? await parse(read.file, read.text) : { documents: [] };
  const reader = new MetadataReader(read, generatedBy, complaintOf);
  if ('documents' in parsed)
    for (const document of parsed.documents) if (isCloudFormation(document.value)) reader.template(document);
  return reader;
}

class MetadataReader implements Inline {
  readonly suppressions: InlineSuppression[] = [];
  readonly errors: InputError[] = [];
  readonly #read: ReadText;
  readonly #generated: boolean;
  readonly #complaintOf: ComplaintOf;

  constructor(read: ReadText, generatedBy: string | undefined, complaintOf: ComplaintOf) {
    this.#read = read;
    this.#generated = generatedBy !== undefined;
    this.#complaintOf = complaintOf;
  }

  template({ source, value }: Document): void {
    if (!isObject(value)) return;
    this.#metadata(source, value['Metadata'], [], ['Metadata']);
    this.#resources(source, value['Resources'], ['Resources']);
  }

  #resources(source: Source, resources: unknown, path: Path): void {
    if (!isObject(resources)) return;
    for (const [name, resource] of Object.entries(resources)) {
      const at = [...path, name];
      // The third of a loop is what it repeats.
      if (Array.isArray(resource)) this.#resources(source, resource[2], [...at, 2]);
      else if (isObject(resource)) this.#metadata(source, resource['Metadata'], at, [...at, 'Metadata']);
    }
  }

  #metadata(source: Source, metadata: unknown, about: Path, path: Path): void {
    if (!isObject(metadata)) return;
    for (const [name, value] of Object.entries(metadata)) {
      const at = [...path, name];
      if (name !== OURS) {
        const plain = name.toLowerCase().replace(/[^a-z]/g, '');
        if (distance(plain, 'ecspreflight') <= 2)
          this.#refuse(source, at, `${quote(name)} suppresses nothing, did you mean "${OURS}"?`);
        continue;
      }
      const members = this.#structure(source, value, at, ['ignore']);
      if (!members) continue;
      const { ignore } = members;
      if (!Array.isArray(ignore) || ignore.length === 0) {
        const where = ignore === undefined ? at : [...at, 'ignore'];
        this.#refuse(source, where, 'expected "ignore" with a list of {rule, reason, until}');
        continue;
      }
      for (const [index, entry] of ignore.entries()) {
        const suppression = this.#entry(source, entry, about, [...at, 'ignore', index]);
        if (suppression) this.suppressions.push(suppression);
      }
    }
  }

  #entry(source: Source, entry: unknown, about: Path, path: Path): InlineSuppression | undefined {
    const members = this.#structure(source, entry, path, ENTRY);
    if (!members) return undefined;
    const { rule, reason, until } = members;
    if (rule !== undefined && members['rules'] !== undefined)
      return this.#refuse(source, path, 'expected "rule" or "rules", not both');
    const name = rule === undefined ? 'rules' : 'rule';
    const rules = [members[name]].flat();
    if (rules.length === 0 || rules.some((one) => typeof one !== 'string' || one.trim() === ''))
      return this.#refuse(source, members[name] === undefined ? path : [...path, name], NO_RULE);
    if (typeof reason !== 'string' || saysNothing(reason))
      return this.#refuse(source, reason === undefined ? path : [...path, 'reason'], NO_REASON);
    if (until !== undefined && (typeof until !== 'string' || !isDay(until)))
      return this.#refuse(source, [...path, 'until'], noDay(String(until), quote(told(until), 40)));
    const complaints = (rules as string[]).flatMap((one, index) => {
      const complaint = this.#complaintOf(one);
      return complaint === undefined ? [] : [{ complaint, index }];
    });
    for (const { complaint, index } of complaints)
      this.#refuse(
        source,
        Array.isArray(members[name]) ? [...path, name, index] : [...path, name],
        complaint,
      );
    if (complaints.length > 0) return undefined;
    const { file, ids } = this.#read;
    const root = toPointer(about);
    return {
      kind: 'inSource',
      rules: rules as string[],
      reason: reason.trim(),
      ...(typeof until === 'string' ? { until } : {}),
      place: this.#place(source, path),
      covers: { finding: ({ location }) => location.file === file && isWithin(location.pointer, [root]) },
      about: ids,
    };
  }

  /** The members of a structure, of which none may be another than these. */
  #structure(
    source: Source,
    value: unknown,
    path: Path,
    legal: readonly string[],
  ): Readonly<Record<string, unknown>> | undefined {
    if (!isObject(value)) {
      return this.#refuse(source, path, `expected a structure with ${legal.join(', ')}`);
    }
    const strange = Object.keys(value).filter((name) => !legal.includes(name));
    for (const name of strange)
      this.#refuse(
        source,
        [...path, name],
        `there is no member ${quote(name)} here: expected ${legal.join(', ')}`,
      );
    return strange.length === 0 ? value : undefined;
  }

  #place(source: Source, path: Path): Place {
    const place = placeOf(source, path);
    return this.#generated ? { ...place, unframed: true } : place;
  }

  #refuse(source: Source, path: Path, message: string): undefined {
    this.errors.push(errorAt(placeOf(source, path), message));
  }
}

const NO_RULE = 'this suppression names no rule: expected the name of a rule, or rule/problem';
const NO_REASON =
  'this suppression gives no reason: expected "reason" with a text that says why the finding may stand';

function told(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
