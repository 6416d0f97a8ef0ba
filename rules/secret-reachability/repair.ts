import { parseValueFrom } from '../../src/model/secret-reference.ts';

const AWS_STAGE = /^AWS(?:CURRENT|PREVIOUS|PENDING)$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The ARN of a secret with the colons that ECS expects, where the parts behind the name leave no doubt which they are:
 * `…:password` is `…:password::`; the ARN of a parameter with the word `parameter` that is missing. Undefined where there is doubt, or where something else is wrong.
 */
export function repairedArn(text: string): string | undefined {
  const parts = text.split(':');
  if (parts[2] === 'ssm') return readable(text.replace(/^((?:[^:]*:){5})\//, '$1parameter/'), text);
  if (parts[2] !== 'secretsmanager' || parts[5] !== 'secret') return undefined;
  const base = parts.slice(0, 7).join(':');
  const extra = parts.slice(7);
  while (extra.length > 3 && extra.at(-1) === '') extra.pop();
  if (extra.length === 0 || extra.length > 3) return undefined;
  return readable(`${base}:${inOrder(extra).join(':')}`, text);
}

function readable(candidate: string, text: string): string | undefined {
  return candidate !== text && parseValueFrom(candidate).kind !== 'malformed' ? candidate : undefined;
}

/** Key, stage and version in the order of the grammar: what is a stage of AWS's or a version id says so itself. */
function inOrder([first = '', second = '', third = '']: readonly string[]): readonly [
  string,
  string,
  string,
] {
  if (AWS_STAGE.test(first) && second === '') return ['', first, third];
  if (UUID.test(second) && third === '') return [first, '', second];
  if (AWS_STAGE.test(third) && second === '') return [first, third, ''];
  return [first, second, third];
}
