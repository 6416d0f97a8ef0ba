import { valueOr } from '../fact/fact.ts';
import type { Facts } from '../fact/kind.ts';
import { role as iamRole } from '../fact/kinds/iam.ts';
import { declaredAt } from './declared-at.ts';
import type { View } from './view.ts';

/** The properties of the role in the template that declares it; undefined of a role that only the account has. */
export async function declaredRole(reference: string, facts: Facts): Promise<View | undefined> {
  const shape = valueOr(await facts.ask(iamRole, { role: reference }), undefined);
  return shape && declaredAt(shape);
}

/** For the evidence: `execution role ExecutionRole is declared at template.yaml:12 (/Resources/ExecutionRole)`. Nothing of others. */
export async function declaredWhere(
  { reference, title }: { readonly reference: string; readonly title: string },
  facts: Facts,
): Promise<readonly string[]> {
  const view = await declaredRole(reference, facts);
  if (!view) return [];
  const { file, line, pointer, resource } = view.place;
  const place = line === undefined ? file : `${file}:${line}`;
  return [`${title} is declared at ${place} (${resource ?? pointer.replace(/\/Properties$/, '')})`];
}
