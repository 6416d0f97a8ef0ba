/** What only describe calls return, left in an input. */
import { inputNameOf } from '../../src/knowledge/ecs-shapes.ts';
import type { View } from '../../src/model/view.ts';
import type { Failure } from '../../src/rule.ts';
import type { Survey } from './structure.ts';
import { eachOf } from './subject.ts';

/** The operation that takes the definition. */
export const OPERATIONS = {
  registerTaskDefinition: 'RegisterTaskDefinition',
  createService: 'CreateService',
  updateService: 'UpdateService',
  taskDefinition: 'RegisterTaskDefinition',
  service: 'CreateService',
} as const;

/** All such members of a definition come from one answer that was pasted: one finding, at the first of them. */
export function returnedOnly({ root, input, readOnlyMembers }: Survey, at: View): Failure {
  const members = readOnlyMembers.map(({ path }) => String(path[0]));
  const names = eachOf(members);
  const one = members.length === 1;
  return {
    at,
    message: `${names} ${one ? 'is' : 'are'} returned by describe calls, and ${OPERATIONS[input]} does not take ${one ? 'it' : 'them'}${ownNames(input, members)}`,
    fixes: [
      {
        kind: 'edit',
        description: `remove ${names}`,
        safe: true,
        edits: members.map((name) => ({
          at: (root as View<Record<string, unknown>>).get(name) as View,
          op: 'remove',
        })),
      },
    ],
  };
}

/** What the input calls the members that it takes under another name. */
function ownNames(input: Survey['input'], members: readonly string[]): string {
  if (input === 'registerTaskDefinition') return '';
  const others = members.flatMap((name) => {
    const other = inputNameOf(name);
    return other === undefined ? [] : [`${other} for ${name}`];
  });
  return others.length === 0 ? '' : `; its own name is ${eachOf(others)}`;
}
