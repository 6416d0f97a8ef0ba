import type { Fact, Why } from '../../fact/fact.ts';
import { sameText } from '../../fact/opaque.ts';
import { Unresolved } from '../../model/placeholder.ts';
import type { View } from '../../model/view.ts';
import { elementsOf } from './iam-policy-arn.ts';
import { ROLE, rolesByName } from './iam-roles.ts';
import { refOf } from './identity.ts';
import type { DeclaredResource, Estate } from './resource.ts';

/** A role to which a policy resource is attached, by its name; `open` where the template does not say for certain. */
interface Attachment {
  readonly role: string;
  readonly open?: Why;
}

/** The declared roles by their names, and their names as the template writes them. */
interface RoleNames {
  readonly byName: ReadonlyMap<string, DeclaredResource>;
  readonly asWritten: ReadonlyMap<unknown, string>;
}

export function roleNames(estate: Estate): RoleNames {
  return {
    byName: rolesByName(estate),
    asWritten: new Map(estate.of(ROLE).map((role) => [givenName(role), refOf(role, estate)])),
  };
}

/**
 * The declared roles to which a policy resource is attached by the names in a property. A name that CloudFormation makes up is
 * nobody's but the role's that it is made up for: only references to that role meet it.
 */
export function attachmentsTo(
  policy: DeclaredResource,
  property: string,
  roles: RoleNames,
): readonly Attachment[] {
  const there = whyOpen(policy.exists);
  const found = new Map<string, Attachment>();
  const put = (attachment: Attachment) => {
    const before = found.get(attachment.role);
    if (!before || before.open) found.set(attachment.role, attachment);
  };
  for (const entry of elementsOf((policy.view.get(property) as View).raw)) {
    for (const { role, open = there } of named(entry, roles)) put({ role, ...(open ? { open } : {}) });
  }
  return [...found.values()];
}

function* named(entry: unknown, { byName, asWritten }: RoleNames): Iterable<Attachment> {
  if (entry instanceof Unresolved) {
    for (const role of byName.keys()) yield { role, open: entry.why };
    return;
  }
  if (typeof entry !== 'string') return;
  const name = entry.slice(entry.lastIndexOf('/') + 1);
  const certain = byName.has(name) ? name : asWritten.get(name);
  if (certain !== undefined) {
    yield { role: certain };
    return;
  }
  for (const [role, resource] of byName) {
    if (!givenName(resource)) continue;
    const [open] = sameText(name, role).match<readonly Why[]>({
      known: () => [],
      absent: () => [],
      unknown: (why) => why,
    });
    if (open) yield { role, open };
  }
}

/** The name that the template gives the role, however it is written. */
function givenName({ view }: DeclaredResource): unknown {
  return (view.get('RoleName') as View).raw;
}

/**
 * Why a role may have policies that the template does not show: something that nobody can look into, as a stack that could not be
 * read or a custom resource, is handed its name.
 */
export function attachedElsewhere(role: string, { unread = [] }: Estate): Why | undefined {
  const taker = unread.find(({ view }) => holdsText(view.raw, role));
  if (!taker) return undefined;
  const detail = `what ${taker.id}, which is handed the name of role ${role}, attaches to it`;
  return { reason: 'undecidable', detail };
}

function holdsText(value: unknown, text: string): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Unresolved) return value === text;
  return Object.values(value).some((inner) => holdsText(inner, text));
}

/** Why nobody knows whether a resource is there. */
export function whyOpen(exists: Fact<true>): Why | undefined {
  return exists.match<Why | undefined>({
    known: () => undefined,
    absent: () => undefined,
    unknown: ([why]) => why,
  });
}
