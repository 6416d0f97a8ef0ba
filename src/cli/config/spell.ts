import { inertJson, visible } from '../../report/escape.ts';

/** A value to print, and where it comes from. */
export interface Printed {
  readonly is: number | boolean | string | readonly Printed[] | ReadonlyMap<string, Printed>;
  readonly from?: string;
}

type Members = ReadonlyMap<string, Printed>;

/** As JSON, without where it comes from. */
export function asJson(members: Members): string {
  const json = JSON.stringify(plain({ is: members }), null, 2);
  return json.split('\n').map(inertJson).join('\n');
}

function plain({ is }: Printed): unknown {
  if (is instanceof Map) return Object.fromEntries([...is].map(([name, value]) => [name, plain(value)]));
  return Array.isArray(is) ? is.map(plain) : is;
}

/** As YAML, each value with a comment that says where it comes from. Nothing in it acts on a terminal. */
export function asYaml(members: Members): string {
  return [...lines(members, '')].join('\n');
}

function* lines(members: Members, indent: string): Iterable<string> {
  for (const [name, { is, from }] of members) {
    const head = `${indent}${spelled(name)}:`;
    const comment = from === undefined ? '' : ` # ${visible(from)}`;
    if (is instanceof Map) {
      yield head + comment;
      yield* lines(is, `${indent}  `);
    } else if (Array.isArray(is)) {
      yield head + comment;
      for (const item of is as readonly Printed[]) yield* itemLines(item, `${indent}  `);
    } else yield `${head} ${spelled(is as string | number | boolean)}${comment}`;
  }
}

function* itemLines({ is, from }: Printed, indent: string): Iterable<string> {
  if (is instanceof Map) {
    let mark = '- ';
    for (const line of lines(is, `${indent}  `)) {
      yield `${indent}${mark}${line.slice(indent.length + 2)}`;
      mark = '  ';
    }
  } else
    yield `${indent}- ${spelled(is as string | number | boolean)}${from === undefined ? '' : ` # ${visible(from)}`}`;
}

/** Words that are no texts for some reader of YAML. */
const NO_TEXT = /^(?:true|false|null|yes|no|y|n)$/i;

/** A value as YAML that any reader takes for the same. */
export function spelled(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  return /^[A-Za-z][\w./-]*$/.test(value) && !NO_TEXT.test(value) ? value : inertJson(JSON.stringify(value));
}
