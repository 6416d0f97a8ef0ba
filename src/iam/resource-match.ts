import { holdsOpaqueValue, isValue, unitsOf } from '../fact/opaque.ts';
import { folded, literal, match, matchAnyCase, partlyKnown, pattern, type Tokens } from './glob.ts';
import { doubtBetween } from './open-text.ts';
import type { Setting } from './setting.ts';
import { type Doubt, doubtful, or, some, type Tri } from './tri.ts';
import { arnParts, fill, isEverything, partsOfPattern } from './variables.ts';

/** What a request is about, prepared once. */
export interface Target {
  readonly text: string;
  /** Undefined where the action takes no resource: `*`. */
  readonly parts?: readonly Tokens[];
  /** Other forms of the ARN that IAM may or may not look at instead; each makes a match doubtful. */
  readonly doubtful: readonly (readonly Tokens[])[];
}

/**
 * `*` for an action without a resource, else an ARN; a `*` in an ARN is a part that nobody knows. What IAM looks at when a log
 * group is created is documented as the group's ARN, and seen in denials as the group's ARN with `:log-stream:`.
 */
export function targetOf(action: string, resource: string): Target {
  if (resource === '*') return { text: resource, doubtful: [] };
  const other =
    action.toLowerCase() === 'logs:createloggroup' && resource.endsWith(':log-stream:')
      ? [partsOf(resource.slice(0, -':log-stream:'.length))]
      : [];
  return new Named(resource, other);
}

/** A resource with an ARN. */
class Named implements Target {
  readonly text: string;
  readonly doubtful: Target['doubtful'];
  #parts: readonly Tokens[] | undefined;

  constructor(text: string, doubtful: Target['doubtful']) {
    this.text = text;
    this.doubtful = doubtful;
  }

  /** Found on demand: most statements are about everything, about this very resource, or about other actions. */
  get parts(): readonly Tokens[] {
    this.#parts ??= partsOf(this.text);
    return this.#parts;
  }
}

function partsOf(resource: string): readonly Tokens[] {
  return arnParts(resource).map(partlyKnown);
}

/**
 * Does a pattern of a Resource element match the target? The first five parts are compared one by one, the sixth as a whole,
 * in which `*` spans slashes and colons. "If the * wildcard is the last character of a resource ARN segment, it can expand to match
 * beyond the colon boundaries": a pattern that ends in `*` needs no further parts. Variables are filled in after the fifth colon only.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchResource(text: string, target: Target, setting: Setting): Tri {
  if (isEverything(text) || isItself(text, target.text)) return true;
  if (!target.parts) return mayBeEverything(text) ? doubtful(mayMatch(text, target.text)) : false;
  return anyForm(text, target, target.parts, setting);
}

/** A whole ARN without wildcards and variables, which matches itself. */
function isItself(text: string, target: string): boolean {
  return text === target && !/[*?]|\$\{/.test(text) && partsOfPattern(text).length === 6;
}

/** A value that a template leaves open, alone or beside stars, may be a star. */
function mayBeEverything(text: string): boolean {
  return holdsOpaqueValue(text) && unitsOf(text).every((unit) => unit === '*' || isValue(unit));
}

function anyForm(text: string, target: Target, parts: readonly Tokens[], setting: Setting): Tri {
  const exact = matchParts(text, target.text, parts, setting);
  if (exact === true || target.doubtful.length === 0) return exact;
  const doubt = doubtful({ text: `whether ${text} stands for ${target.text} is not documented` });
  const other = some(
    target.doubtful,
    (form) => matchParts(text, target.text, form, setting) !== false && doubt,
  );
  return or([exact, other]);
}

/** What the missing parts of an ARN are taken for. */
const ANYTHING = ['*', '*', '*', '*', '*', '*'];

function matchParts(text: string, target: string, parts: readonly Tokens[], setting: Setting): Tri {
  const written = partsOfPattern(text);
  if (hasOpenColons(text) || hasOpenColons(target)) return wholly(text, target, parts);
  const incomplete = written.length < 6;
  if (parts.length < 6 || (incomplete && written[0] !== 'arn')) return loosely(text, target, parts);
  const patterns = incomplete ? [...written, ...ANYTHING.slice(written.length)] : written;
  let open = incomplete && !setting.completes && !text.endsWith('*');
  for (let at = 0; at < 5; at += 1) {
    const part = patterns[at] as string;
    const wanted = pattern(part);
    const found = parts[at] as Tokens;
    const outcome = match(wanted, found);
    if (outcome === 'yes') continue;
    if (outcome === 'no' && !differsInCase(wanted, found) && !mayBeFilledIn(part, found, setting))
      return loosely(text, target, parts);
    open = true;
  }
  const resource = patterns[5] as string;
  const filled = setting.variables ? fill(resource, setting.context, true) : undefined;
  if (filled?.unresolved) return false;
  const outcome = match(filled?.tokens ?? pattern(resource), parts[5] as Tokens);
  if (outcome === 'no') return loosely(text, target, parts);
  if (outcome === 'yes' && !open) return true;
  return doubtful(...(filled?.doubts ?? []), ...(filled?.doubts.length ? [] : [mayMatch(text, target)]));
}

/** A value that a template leaves open may hold colons: where it stands before the last part, the parts are not known. */
function hasOpenColons(text: string): boolean {
  if (!holdsOpaqueValue(text)) return false;
  const parts = partsOfPattern(text);
  return parts.length < 6 || parts.slice(0, 5).some(holdsOpaqueValue);
}

function wholly(text: string, target: string, parts: readonly Tokens[]): Tri {
  const outcome = match(pattern(text), whole(parts));
  if (outcome === 'yes' && text === target) return true;
  return outcome === 'no' ? loosely(text, target, parts) : doubtful(mayMatch(text, target));
}

/** The service of an ARN may be spelled in any case; whether AWS then matches is not documented. */
function differsInCase(wanted: Tokens, found: Tokens): boolean {
  return match(folded(wanted), folded(found)) !== 'no';
}

/** Variables before the fifth colon are documented not to be filled in: an Allow rests on that, a Deny does not. */
function mayBeFilledIn(part: string, found: Tokens, { variables, context, effect }: Setting): boolean {
  if (!variables || effect === 'Allow' || !part.includes('${')) return false;
  const filled = fill(part, context, true);
  return !filled.unresolved && match(filled.tokens, found) !== 'no';
}

/**
 * A `*` at the end of a part "can expand to match beyond the colon boundaries": what matches only so is doubtful.
 */
function loosely(text: string, target: string, parts: readonly Tokens[]): Tri {
  if (!/\*(?=:|$)/.test(text)) return false;
  return match(pattern(text), whole(parts)) === 'no' ? false : doubtful(mayMatch(text, target));
}

function whole(parts: readonly Tokens[]): Tokens {
  return parts.flatMap((part, at) => (at === 0 ? part : [...literal(':'), ...part]));
}

function mayMatch(text: string, target: string): Doubt {
  return doubtBetween(`whether ${text} matches ${target}`, text, target);
}

/** `service:Action` of a policy against the action of a request; wildcards allowed, case ignored. */
export function matchAction(text: string, action: string): Tri {
  if (isEverything(text) || text === '*:*') return true;
  const outcome = matchAnyCase(text, action);
  if (outcome === 'no') return false;
  const colon = text.indexOf(':');
  if (outcome === 'yes' && colon >= 0 && !/[*?]/.test(text.slice(0, colon))) return true;
  return doubtful(doubtBetween(`whether the action ${text} means ${action}`, text, action));
}
