/** A strict reader of the XML that a report may be: elements, attributes in double quotes, text, the five entities. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const TAG = /^<(\/?)([A-Za-z][\w-]*)((?: [A-Za-z][\w-]*="[^"<]*")*)(\/?)>/;

/** XML 1.0, production 2 (https://www.w3.org/TR/xml/#charsets). */
const ALLOWED = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** The root of a document; throws on all that is not well-formed. */
export function parseXml(document: string): Element {
  if (!ALLOWED.test(document)) throw new Error('a character that XML 1.0 does not allow');
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!document.startsWith(declaration)) throw new Error('no XML declaration');
  let rest = document.slice(declaration.length);

  const element = (): Element => {
    const [whole, closing, name = '', attributes = '', empty] = TAG.exec(rest) ?? [];
    if (whole === undefined || closing === '/') throw new Error(`no element opens at ${rest.slice(0, 60)}`);
    rest = rest.slice(whole.length);
    const read = { name, attributes: attributesOf(attributes) };
    if (empty === '/') return { ...read, children: [], text: '' };
    const children: Element[] = [];
    let text = '';
    for (;;) {
      const next = rest.indexOf('<');
      if (next < 0) throw new Error(`<${name}> is not closed`);
      text += decoded(rest.slice(0, next));
      rest = rest.slice(next);
      if (!rest.startsWith('</')) children.push(element());
      else if (!rest.startsWith(`</${name}>`)) throw new Error(`<${name}> is closed by ${rest.slice(0, 40)}`);
      else {
        rest = rest.slice(name.length + 3);
        return { ...read, children, text };
      }
    }
  };

  const root = element();
  if (rest.trim() !== '') throw new Error(`after the root stands ${rest.slice(0, 60)}`);
  return root;
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/ ([\w-]+)="([^"]*)"/g)) {
    if (name in attributes) throw new Error(`${name} is given twice`);
    attributes[name] = decoded(value);
  }
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (text.includes(']]>')) throw new Error(']]> in text');
  return text.replace(/&([^;]*;?)/g, (whole, reference: string) => {
    const letter = reference.endsWith(';') ? ENTITIES[reference.slice(0, -1)] : undefined;
    if (letter === undefined) throw new Error(`${whole} is no reference`);
    return letter;
  });
}
