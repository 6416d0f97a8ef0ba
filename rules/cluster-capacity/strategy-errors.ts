import {
  absent,
  all,
  any,
  collect,
  every,
  holds,
  known,
  not,
  some,
  type Truth,
  truth,
  unknown,
  valueOr,
} from '../../src/fact/fact.ts';
import { isOpaque } from '../../src/fact/opaque.ts';
import type { Deployment, LaunchKind } from '../../src/model/deployment.ts';
import { isObject, type View } from '../../src/model/view.ts';
import { type Edit, type Fix, failsIf, notApplicable, type Verdicts } from '../../src/rule.ts';
import { aboveZero, type Item, isFargate, isOwn, nameOf, spell, whereStrategy } from './strategy.ts';

/** Are providers of different kinds in one strategy? Fargate's are known by name, the others only to the account. */
export function mixedStrategy(deployment: Deployment): Verdicts {
  return whereStrategy(deployment, 2, ({ at, items }) =>
    failsIf(mixed(deployment, items), () => {
      const fargate = items.filter((item) => valueOr(isFargate(item), false)).map(nameOf);
      const others = items.filter((item) => valueOr(isOwn(item), false)).map(nameOf);
      const kinds = [...byKind(deployment, items)].map(
        ([kind, names]) => `${names.join(' and ')} (${KINDS[kind]})`,
      );
      const mixture =
        fargate.length > 0 ? `${fargate.join(' and ')} with ${others.join(' and ')}` : kinds.join(' with ');
      return {
        at,
        message: `the strategy mixes ${mixture}: all providers of one strategy have to be of one kind`,
        fixes: fargate.length > 0 ? splitFixes(at, items) : kindFixes(deployment, at, items),
      };
    }),
  );
}

const KINDS: Readonly<Record<LaunchKind, string>> = {
  FARGATE: 'Fargate',
  EC2: 'Auto Scaling group',
  MANAGED_INSTANCES: 'Managed Instances',
  EXTERNAL: 'external instances',
};

function mixed(deployment: Deployment, items: readonly Item[]): Truth {
  const [fargate, others] = [any(items.map(isFargate)), any(items.map(isOwn))];
  return any([all([fargate, others]), all([not(fargate), kindsDiffer(deployment, items)])]);
}

/** Providers of their own name, by the kind that the account says they are of. */
function byKind({ around }: Deployment, items: readonly Item[]): ReadonlyMap<LaunchKind, readonly string[]> {
  const kinds = new Map<LaunchKind, string[]>();
  for (const name of new Set(items.map(nameOf))) {
    const kind = valueOr(around.providerKinds.get(name) ?? absent(), undefined);
    if (kind) kinds.set(kind, [...(kinds.get(kind) ?? []), name]);
  }
  return kinds;
}

/** Two kinds that are known differ, whatever the others are; one of which the account has none is no kind. */
function kindsDiffer(deployment: Deployment, items: readonly Item[]): Truth {
  const names = [...new Set(items.map(nameOf))];
  if (names.length < 2) return truth(false);
  if (byKind(deployment, items).size > 1) return truth(true);
  const kinds = names.map((name) => deployment.around.providerKinds.get(name) ?? UNDECIDED);
  return collect(kinds).match<Truth>({
    known: () => truth(false),
    absent: () => truth(false),
    unknown: (why) => (why.every(({ reason }) => reason === 'offline') ? UNDECIDED : unknown(...why)),
  });
}

const UNDECIDED = unknown({
  reason: 'offline',
  detail: 'whether the capacity providers are of Auto Scaling groups or of Managed Instances',
  unlockedBy: '--live',
});

/** A list without the others: what the deploy alone names can be left where it is, but not be written. */
function keeping(at: View, items: readonly Item[], kept: readonly Item[]): readonly Edit[] {
  if (!kept.some((item) => isOpaque(nameOf(item))))
    return [{ at, op: 'set', value: kept.map(({ raw }) => raw) }];
  return items
    .filter((item) => !kept.includes(item))
    .map((item) => ({ at: item as View, op: 'remove' as const }));
}

/** Keep the one kind or the other. */
function splitFixes(at: View, items: readonly Item[]): readonly Fix[] {
  return [true, false].flatMap((fargate) => {
    const kept = items.filter((item) => valueOr(isFargate(item), !fargate) === fargate);
    if (!kept.some((item) => valueOr(aboveZero(item, 'weight'), false))) return [];
    return [
      {
        kind: 'edit' as const,
        description: `keep ${kept.map(nameOf).join(' and ')} alone`,
        safe: false,
        edits: keeping(at, items, kept),
      },
    ];
  });
}

/** Keep the providers of one kind, where the kind of all is known. */
function kindFixes(deployment: Deployment, at: View, items: readonly Item[]): readonly Fix[] {
  const kinds = [...byKind(deployment, items).values()];
  const told = new Set(kinds.flat());
  if (!items.every((item) => told.has(nameOf(item)))) return [];
  return kinds.flatMap((names) => {
    const kept = items.filter((item) => names.includes(nameOf(item)));
    if (!kept.some((item) => valueOr(aboveZero(item, 'weight'), false))) return [];
    return [
      {
        kind: 'edit' as const,
        description: `keep ${names.join(' and ')} alone`,
        safe: false,
        edits: keeping(at, items, kept),
      },
    ];
  });
}

/** Are the launch type and a strategy both given? */
export function launchTypeAndStrategy({ service }: Deployment): Verdicts {
  if (!service) return notApplicable('no service is deployed');
  const at = service.view.get('launchType');
  const strategy = service.view.get('capacityProviderStrategy');
  const both = all([at.given, holds(strategy.size, (size) => size > 0)]);
  return failsIf(both, () => {
    const items = valueOr(strategy.items, []);
    const same = all([holds(at.text, (type) => type === 'FARGATE'), every(strategy.items, isFargate)]);
    return {
      at,
      message: `launchType "${valueOr(at.verbatim, '')}" and a capacityProviderStrategy (${items.map(nameOf).join(', ')}) are both given, and they exclude each other`,
      fixes: [
        {
          kind: 'edit',
          description: 'remove the launch type: the strategy decides',
          safe: valueOr(same, false),
          edits: [{ at, op: 'remove' }],
        },
      ],
    };
  });
}

/** Does no provider have a weight above 0? */
export function allWeightsZero(deployment: Deployment): Verdicts {
  return whereStrategy(deployment, 1, ({ at, items }) =>
    failsIf(not(some(known(items), (item) => aboveZero(item, 'weight'))), () => ({
      at,
      message: `no capacity provider of the strategy has a weight above 0: ${items.map(spell).join(', ')}`,
      fixes: items.slice(0, isObject(items[0]?.raw) ? 1 : 0).map((item) => ({
        kind: 'edit',
        description: `give ${nameOf(item)} the weight 1`,
        safe: items.length === 1,
        edits: [{ at: item.get('weight'), op: 'set', value: 1 }],
      })),
    })),
  );
}

/** Do several providers have a base above 0? */
export function multipleBases(deployment: Deployment): Verdicts {
  return whereStrategy(deployment, 2, ({ at, items }) =>
    failsIf(twoBases(items), () => {
      const based = items.filter((item) => valueOr(aboveZero(item, 'base'), false));
      const [first, ...rest] = based;
      return {
        at,
        message: `${based.length} capacity providers of the strategy have a base, and one may: ${based.map(spell).join(', ')}`,
        fixes: first
          ? [
              {
                kind: 'edit',
                description: `keep the base of ${nameOf(first)} alone`,
                safe: false,
                edits: rest.map((item) => ({ at: item.get('base'), op: 'remove' as const })),
              },
            ]
          : [],
      };
    }),
  );
}

/** Two that are known decide, whatever the others are. */
function twoBases(items: readonly Item[]): Truth {
  const pairs = items.flatMap((item, index) =>
    items.slice(index + 1).map((other) => all([aboveZero(item, 'base'), aboveZero(other, 'base')])),
  );
  return any(pairs);
}
