import type { Member, Shape } from './shape.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
};

export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);
}

/** The members of a structure, without an element around them. */
export function xmlMembers(shape: Shape, value: unknown): string {
  if (shape.sort !== 'structure') throw new Error('only a structure has members');
  const object = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const member of shape.members()) {
    const held = object[member.name];
    if (held !== undefined && held !== null) text += xmlMember(member, held);
  }
  return text;
}

function xmlMember({ xmlName, flat, shape }: Member, value: unknown): string {
  if (flat && shape.sort === 'list') {
    return (value as readonly unknown[]).map((each) => xmlElement(xmlName, shape.element(), each)).join('');
  }
  return xmlElement(xmlName, shape, value);
}

/** One element of that name with what the shape names of the value. */
export function xmlElement(name: string, shape: Shape, value: unknown): string {
  return `<${name}>${xmlContent(shape, value)}</${name}>`;
}

function xmlContent(shape: Shape, value: unknown): string {
  switch (shape.sort) {
    case 'structure':
      return xmlMembers(shape, value);
    case 'list':
      return (value as readonly unknown[])
        .map((each) => xmlElement(shape.elementName ?? 'member', shape.element(), each))
        .join('');
    case 'map':
      return Object.entries(value as object)
        .map(
          ([key, entry]) =>
            `<entry><key>${escapeXml(key)}</key>${xmlElement('value', shape.value(), entry)}</entry>`,
        )
        .join('');
    case 'time':
      if (shape.format === 'epoch-seconds') return String(Date.parse(value as string) / 1000);
      return new Date(value as string).toISOString();
    default:
      return escapeXml(String(value));
  }
}
