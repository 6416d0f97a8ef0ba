/**
 * Text of which parts are not known, and patterns with wildcards, both as lists of tokens: a code point, or one of the three
 * below. A token cannot be mistaken for a character, whatever a policy or a tag holds.
 */
export type Token = number;
export type Tokens = readonly Token[];

/** `*` of a pattern: any number of characters. */
export const ANY = -1;
/** `?` of a pattern: exactly one character. */
const ONE = -2;
/** A part that nobody knows: in a text any characters that may stand there, in a pattern a variable without a known value. */
export const OPAQUE = -3;

/** The characters of a text, wildcards being characters like any other. */
export function literal(text: string): Token[] {
  return Array.from(text, (character) => character.codePointAt(0) as number);
}

/** Policies repeat the same patterns, and each is matched for many services. */
const patterns = new Map<string, Tokens>();
const MOST_PATTERNS = 4096;

/** The tokens of a pattern: `*` and `?` are wildcards. */
export function pattern(text: string): Tokens {
  let tokens = patterns.get(text);
  if (!tokens) {
    tokens = Array.from(text, (character) => wildcard(character) ?? (character.codePointAt(0) as number));
    if (patterns.size >= MOST_PATTERNS) patterns.clear();
    patterns.set(text, tokens);
  }
  return tokens;
}

/** The tokens of a text in which `*` stands for a part that nobody knows, `?` for one character of such a part. */
export function partlyKnown(text: string): Token[] {
  return Array.from(text, (character) => {
    if (character === '*') return OPAQUE;
    return character === '?' ? ONE : (character.codePointAt(0) as number);
  });
}

function wildcard(character: string): Token | undefined {
  if (character === '*') return ANY;
  return character === '?' ? ONE : undefined;
}

/** Tokens without regard to case, as far as Unicode's simple mapping of single characters goes. */
export function folded(tokens: Tokens): Token[] {
  return tokens.map((token) => (token < 0 ? token : foldedCharacter(token)));
}

function foldedCharacter(token: Token): Token {
  const lower = String.fromCodePoint(token).toLowerCase();
  const code = lower.codePointAt(0) as number;
  return String.fromCodePoint(code) === lower ? code : token;
}

/** `yes` and `no` hold whatever the unknown parts are. */
export type Matching = 'yes' | 'maybe' | 'no';

export function match(against: Tokens, text: Tokens): Matching {
  if (covers(against, text)) return 'yes';
  const open = against.includes(OPAQUE) || text.includes(OPAQUE) || text.includes(ONE);
  return open && overlaps(against, text) ? 'maybe' : 'no';
}

/** Does the pattern match the text, whatever stands in its unknown parts? Only `*` takes in an unknown part. */
function covers(against: Tokens, text: Tokens): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let next = 0;
  while (next < text.length) {
    const token = against[at];
    if (token === ANY) {
      star = at;
      resume = next;
      at += 1;
    } else if (token !== undefined && token !== OPAQUE && takes(token, text[next] as Token)) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      next = resume;
    } else return false;
  }
  while (against[at] === ANY) at += 1;
  return at === against.length;
}

/** One token of a pattern that is no span, and one character of the text: `?` in a text is a character that nobody knows. */
function takes(token: Token, character: Token): boolean {
  return character !== OPAQUE && (token === ONE || token === character);
}

/** Is there anything that the unknown parts of either could be, so that the pattern matches the text? */
function overlaps(against: Tokens, text: Tokens): boolean {
  const spans = (token: Token | undefined) => token === ANY || token === OPAQUE;
  let row = new Uint8Array(text.length + 1);
  row[0] = 1;
  spread(row, text);
  for (const token of against) {
    const next = new Uint8Array(text.length + 1);
    for (let at = 0; at <= text.length; at += 1) {
      if (!row[at]) continue;
      if (spans(token)) next.fill(1, at);
      else if (text[at] === OPAQUE) next[at] = 1;
      else if (at < text.length && (text[at] === ONE || takes(token, text[at] as Token))) next[at + 1] = 1;
    }
    spread(next, text);
    row = next;
  }
  return row[text.length] === 1;
}

/** An unknown part of the text may be empty. */
function spread(row: Uint8Array, text: Tokens): void {
  for (let at = 0; at < text.length; at += 1) if (row[at] && text[at] === OPAQUE) row[at + 1] = 1;
}
