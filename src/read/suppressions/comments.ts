import type { InputError } from '../../model/input-error.ts';
import { Lines } from '../../model/lines.ts';
import type { Comment, Commented } from './commented.ts';
import { type Directive, readDirective } from './directive.ts';
import { type ComplaintOf, type Inline, type InlineSuppression, isWithin } from './inline.ts';
import { meantBy } from './meant.ts';

/** Might a comment suppress something? Most texts are told apart by this alone. */
const MARKED = /(?:#|\/[/*])[\s#*/]*ecs[-_]?pref/i;

/** A text that was read, and the deployments that stand in it. */
export interface ReadText {
  readonly file: string;
  readonly text: string;
  readonly syntax: 'json' | 'yaml';
  readonly ids: ReadonlySet<string>;
}

/** What the comments of a text suppress. */
export async function inComments(read: ReadText, complaintOf: ComplaintOf): Promise<Inline> {
  const suppressions: InlineSuppression[] = [];
  const errors: InputError[] = [];
  const commented = MARKED.test(read.text) ? await commentsOf(read) : undefined;
  if (!commented) return { suppressions, errors };
  const lines = new Lines(read.text);
  for (const comment of commented.comments) {
    const directive = readDirective(comment.text);
    if (!directive) continue;
    const refuse = (message: string, offset: number) => {
      errors.push({ file: read.file, message, ...lines.position(offset) });
    };
    if ('trouble' in directive) {
      refuse(directive.trouble, comment.at + directive.at);
      continue;
    }
    let known = true;
    for (const { text, at } of directive.rules) {
      const complaint = complaintOf(text);
      if (complaint === undefined) continue;
      known = false;
      refuse(complaint, comment.at + at);
    }
    const where = whereOf(directive, comment, commented);
    if ('trouble' in where) refuse(where.trouble, comment.at);
    else if (known) suppressions.push(suppressionOf(directive, comment, where, read, commented, lines));
  }
  return { suppressions, errors };
}

async function commentsOf({ text, syntax }: ReadText): Promise<Commented | undefined> {
  if (syntax === 'json') return (await import('./json-comments.ts')).commentedJson(text);
  return (await import('../yaml.ts')).commentedYaml(text);
}

/** What is covered: pointers, in one document of the file or in all. */
type Where = { readonly pointers: readonly string[]; readonly document?: number };

function whereOf(
  { file }: Directive,
  comment: Comment,
  commented: Commented,
): Where | { readonly trouble: string } {
  if (!file) {
    const meant = meantBy(comment, commented);
    return 'trouble' in meant ? meant : meant.part;
  }
  if (commented.parts.some(({ start }) => start < comment.start))
    return { trouble: 'what suppresses for the whole file stands at its top, before everything else' };
  return { pointers: [''] };
}

function suppressionOf(
  { rules, reason, until }: Directive,
  { at, end }: Comment,
  { pointers, document }: Where,
  { file, ids }: ReadText,
  { documents }: Commented,
  lines: Lines,
): InlineSuppression {
  const extent = document === undefined || documents.size === 1 ? undefined : documents.get(document);
  const from = extent ? lines.position(extent.start).line : 0;
  const to = extent ? lines.position(extent.end).line : Number.POSITIVE_INFINITY;
  const [pointer = ''] = pointers;
  return {
    kind: 'inSource',
    rules: rules.map(({ text }) => text),
    reason,
    ...(until === undefined ? {} : { until }),
    place: { file, pointer, ...lines.span(at, end) },
    covers: {
      finding: ({ location }) => {
        const { line = from } = location;
        return location.file === file && line >= from && line <= to && isWithin(location.pointer, pointers);
      },
    },
    about: ids,
  };
}
