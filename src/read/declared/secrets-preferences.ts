import { type Fact, known, unknown } from '../../fact/fact.ts';
import { type SessionPreferences, sessionPreferences } from '../../fact/kinds/secrets.ts';
import { holdsOpaqueValue, whyOpaque } from '../../fact/opaque.ts';
import { Unresolved } from '../../model/placeholder.ts';
import { isObject, type View } from '../../model/view.ts';
import { document } from './open.ts';
import { property, shapesOf } from './property.ts';
import { declaredResources } from './source.ts';

/**
 * Session Manager's preferences, where the template declares the document that holds them.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-preferences-cli.html
 */
export const preferences = declaredResources(sessionPreferences, (estate) => {
  const found = shapesOf<SessionPreferences>(
    estate,
    'AWS::SSM::Document',
    (it) => {
      const { raw } = property(it.view as View, 'Name');
      return typeof raw === 'string' ? [raw] : [];
    },
    (it) => {
      const content = document(property(it.view as View, 'Content'));
      return content.match<Fact<SessionPreferences>>({
        known: contentOf,
        absent: () => unreadable(),
        unknown: (why) => unknown(...why),
      });
    },
  );
  const key = sessionPreferences.key({});
  const own = found.get(key);
  return new Map(own ? [[key, own]] : []);
});

/** The content is a structure, or its JSON text; of YAML text nothing is said. */
function contentOf(content: unknown): Fact<SessionPreferences> {
  const open = openIn(content);
  if (open) return open;
  if (isObject(content)) return known({ ...content });
  try {
    const parsed: unknown = JSON.parse(String(content));
    return isObject(parsed) ? known({ ...parsed }) : unreadable();
  } catch {
    return unreadable();
  }
}

function unreadable(): Fact<never> {
  const detail = "the content of the document with Session Manager's preferences is not JSON";
  return unknown({ reason: 'undecidable', detail });
}

/** What is open anywhere in the content leaves all of it open: its members are read as they stand. */
function openIn(value: unknown): Fact<never> | undefined {
  if (value instanceof Unresolved) return unknown(value.why);
  if (typeof value === 'string') return holdsOpaqueValue(value) ? unknown(whyOpaque(value)) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const member of Object.values(value)) {
    const open = openIn(member);
    if (open) return open;
  }
  return undefined;
}
