/**
 * How many awsvpc tasks an instance type takes by its network interfaces. Source and date in eni-limits.json
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-eni.html).
 */
import data from './eni-limits.json' with { type: 'json' };

/** The awsvpc tasks that one instance of a type takes by its network interfaces. */
export interface EniLimit {
  /** Without a trunk interface: one interface is the instance's own. */
  readonly plain: number;
  /** With a trunk interface; null where the type has no trunking, undefined where that is not known. */
  readonly trunked: number | null | undefined;
}

const FAMILIES: Readonly<Record<string, string>> = data.families;
const parsed = new Map<string, ReadonlyMap<string, EniLimit>>();

/** Day of the data. */
export function eniLimitsAsOf(): string {
  return data.asOf;
}

/** The limits of an instance type such as `c5.large`; undefined where the data is older than the type. */
export function eniLimit(type: string): EniLimit | undefined {
  const dot = type.indexOf('.');
  return dot < 0 ? undefined : familyOf(type.slice(0, dot)).get(type.slice(dot + 1));
}

function familyOf(name: string): ReadonlyMap<string, EniLimit> {
  let family = parsed.get(name);
  if (!family) {
    const rows = Object.hasOwn(FAMILIES, name) ? (FAMILIES[name] ?? '') : '';
    family = new Map(
      rows
        .split(', ')
        .map((row) => row.split(' '))
        .map(([size = '', plain, trunked]) => [size, { plain: Number(plain), trunked: trunkedOf(trunked) }]),
    );
    parsed.set(name, family);
  }
  return family;
}

function trunkedOf(spelled: string | undefined): EniLimit['trunked'] {
  return spelled === '-' ? null : spelled === '?' ? undefined : Number(spelled);
}
