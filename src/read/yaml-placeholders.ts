import { actionAt, type Directive, directive, hide, isSilent } from './template-text.ts';

/** Hides template actions that YAML would take for a flow collection or a reserved indicator, wherever they stand. */
export function maskYaml(text: string): string {
  return text
    .replace(
      // What CloudFormation resolves by itself stands in quotes, and may be put together of several texts.
      /\$?\{\{(?!resolve:(?<![:-][ \t]+\{\{resolve:))[^\n]{0,400}?\}\}|\$\{[^}\n]{0,400}\}|<%[^\n]{0,400}?%>|\{%[^\n]{0,400}?%\}/g,
      (action) => (isSilent(action) ? ' '.repeat(action.length) : hide(action)),
    )
    .replace(/[%@](?<=(?:^|[:,[-])[ \t]+[%@])[A-Z][A-Z0-9_]{0,60}[%@]/gm, hide);
}

/** The first line of a text that is a template directive by itself. */
export function firstDirective(text: string): Directive | undefined {
  for (const match of text.matchAll(/^[ \t]*(?=\{\{|\{%|<%|%\{)/gm)) {
    const offset = match.index + match[0].length;
    const action = actionAt(text, offset);
    const found = action && (directive(action, offset) ?? alone(text, action, offset));
    if (found) return found;
  }
  return undefined;
}

/** An action that has its line to itself prints lines, not a value. */
function alone(text: string, action: string, offset: number): Directive | undefined {
  const after = /[^\n]*/y;
  after.lastIndex = offset + action.length;
  const rest = after.exec(text)?.[0] ?? '';
  return rest.trim() === '' && !isSilent(action)
    ? { text: action, offset, language: 'in this line' }
    : undefined;
}
