import type { View } from '../model/view.ts';
import { isObject } from '../model/view.ts';

/** Names that tell one element of a list from the next, however the list is ordered. */
const NAMING_MEMBERS = [
  'name',
  'containerName',
  'key',
  'capacityProvider',
  'targetGroupArn',
  'portName',
  'containerPath',
  'containerPort',
];

/** A resource that AWS named: a subnet, a security group. */
const RESOURCE_ID = /^[a-z]+-[0-9a-f]{8,17}$/;

/**
 * The identity of a finding: rule, problem, what it is about, and the logical path in the definition (elements by name,
 * not by index). Line numbers, layout and file names do not enter, so that it survives reformatting and moves.
 */
export function fingerprint(rule: string, problem: string, subject: string, at: View): string {
  return digest([rule, problem, subject, logicalPath(at), 0].join('\n'));
}

/** The fingerprint of a finding that nothing tells apart from as many others before it. */
export function again(identity: string, ordinal: number): string {
  return digest([identity, ordinal].join('\n'));
}

/** The path of a view inside its definition, with list elements by their name where they have one. */
function logicalPath(at: View): string {
  const steps: string[] = [];
  for (let view: View | undefined = at; view?.parent; view = view.parent) steps.unshift(step(view));
  return steps.join('/');
}

function step(view: View): string {
  if (typeof view.key === 'string') return view.key;
  const { raw } = view;
  if (isObject(raw)) {
    for (const member of NAMING_MEMBERS) {
      const name = Object.hasOwn(raw, member) ? raw[member] : undefined;
      if (typeof name === 'string' || typeof name === 'number') return `[${member}=${name}]`;
    }
  }
  if (typeof raw === 'string' && RESOURCE_ID.test(raw)) return `[${raw}]`;
  return String(view.key);
}

/**
 * 128 bits in 32 hex digits: four FNV-1a hashes (http://www.isthe.com/chongo/tech/comp/fnv/) from different bases, each mixed
 * at the end. It tells findings apart and guards nothing; Node's crypto would cost milliseconds of every start.
 */
export function digest(text: string): string {
  const { imul } = Math;
  let [a, b, c, d] = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b];
  // All four in one walk: code that runs a few times spends most on reading the text.
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = imul(a ^ code, PRIME);
    b = imul(b ^ code, PRIME);
    c = imul(c ^ code, PRIME);
    d = imul(d ^ code, PRIME);
  }
  return [a, b, c, d].map(mixed).join('');
}

const PRIME = 0x01000193;

/** A hash mixed, so that each digit depends on all of it. */
function mixed(hash: number): string {
  let mix = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return ((mix ^ (mix >>> 16)) >>> 0).toString(16).padStart(8, '0');
}
