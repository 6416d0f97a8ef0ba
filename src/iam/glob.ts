import { isValue as isValueUnit, runsOf } from '../fact/opaque.ts';

/**
 * Text of which parts are not known, and patterns with wildcards, both as lists of tokens: a code point, one of the three below,
 * or what a template leaves open. A token cannot be mistaken for a character, whatever a policy or a tag holds.
 */
export type Token = number;
export type Tokens = readonly Token[];

/** `*` of a pattern: any number of characters. */
const ANY = -1;
/** `?` of a pattern: exactly one character. */
const ONE = -2;
/** A part that nobody knows: in a text any characters that may stand there, in a pattern a variable without a known value. */
export const OPAQUE = -3;

/** What templates leave open, each by a token of its own below all others: names by even ones, values by odd ones. */
const opened = new Map<string, Token>();
const FIRST_OPENED = -16;

function openedToken(unit: string): Token {
  let token = opened.get(unit);
  if (token === undefined) {
    token = FIRST_OPENED - 2 * opened.size - (isValueUnit(unit) ? 1 : 0);
    opened.set(unit, token);
  }
  return token;
}

/** A name that the deploy alone will tell: some characters of one segment, the same wherever its token stands. */
function isName(token: Token | undefined): boolean {
  return token !== undefined && token <= FIRST_OPENED && token % 2 === 0;
}

/** A value that nobody knows, the same wherever its token stands. */
function isValue(token: Token | undefined): boolean {
  return token !== undefined && token <= FIRST_OPENED && token % 2 !== 0;
}

/** Is a value among them of which nobody knows whether it holds colons? */
export function holdsValue(tokens: Tokens): boolean {
  return tokens.some(isValue);
}

/** What stands for the wildcards in a list of tokens; for itself each, where nothing is said. */
interface Wildcards {
  /** For `*`. */
  readonly star?: Token;
  /** For `?`. */
  readonly question?: Token;
}

const CAPITAL_A = codePoint('A');
const CAPITAL_Z = codePoint('Z');
const TO_SMALL = codePoint('a') - CAPITAL_A;
const STAR = codePoint('*');
const QUESTION = codePoint('?');

function tokensOf(text: string, { star = STAR, question = QUESTION }: Wildcards = {}): Token[] {
  const tokens: Token[] = [];
  for (const [index, run] of runsOf(text).entries()) {
    if (index % 2 === 1) {
      tokens.push(openedToken(run));
      continue;
    }
    for (let at = 0; at < run.length; at += 1) {
      const code = run.codePointAt(at) as number;
      tokens.push(code === STAR ? star : code === QUESTION ? question : code);
      // Two code units.
      if (code > 0xffff) at += 1;
    }
  }
  return tokens;
}

function codePoint(character: string): Token {
  return character.codePointAt(0) as number;
}

/** The characters of a text, wildcards being characters like any other. */
export function literal(text: string): Token[] {
  return tokensOf(text);
}

/** Policies repeat the same patterns, and each is matched for many services. */
const patterns = new Map<string, Tokens>();
const MOST_PATTERNS = 4096;

/** The tokens of a pattern: `*` and `?` are wildcards. */
export function pattern(text: string): Tokens {
  let tokens = patterns.get(text);
  if (!tokens) {
    tokens = tokensOf(text, { star: ANY, question: ONE });
    if (patterns.size >= MOST_PATTERNS) patterns.clear();
    patterns.set(text, tokens);
  }
  return tokens;
}

/** The tokens of a text in which `*` stands for a part that nobody knows, `?` for one character of such a part. */
export function partlyKnown(text: string): Token[] {
  return tokensOf(text, { star: OPAQUE, question: ONE });
}

/** Tokens without regard to case, as far as Unicode's simple mapping of single characters goes. */
export function folded(tokens: Tokens): Token[] {
  return tokens.map((token) => (token < 0 ? token : foldedCharacter(token)));
}

function foldedCharacter(token: Token): Token {
  if (token < 0x80) return token >= CAPITAL_A && token <= CAPITAL_Z ? token + TO_SMALL : token;
  const lower = String.fromCodePoint(token).toLowerCase();
  const code = lower.codePointAt(0) as number;
  return String.fromCodePoint(code) === lower ? code : token;
}

/** `yes` and `no` hold whatever the unknown parts are. */
export type Matching = 'yes' | 'maybe' | 'no';

export function match(against: Tokens, text: Tokens): Matching {
  if (covers(against, text)) return 'yes';
  return (reaches(against, OPAQUE) || reaches(text, ONE)) && overlaps(against, text) ? 'maybe' : 'no';
}

/** Is a token among them that nobody knows: in a pattern `OPAQUE` and what templates leave open, in a text a character as well? */
function reaches(tokens: Tokens, highest: Token): boolean {
  for (let at = 0; at < tokens.length; at += 1) if ((tokens[at] as Token) <= highest) return true;
  return false;
}

/** The actions of one service's calls are held against the same policies for service after service. */
const actions = new Map<string, Map<string, Matching>>();
const MOST_ACTIONS = 512;

/** Does the pattern match the text, whatever their case? In both `*` and `?` stand for what may be there. */
export function matchAnyCase(against: string, text: string): Matching {
  let known = actions.get(text);
  if (!known) {
    if (actions.size >= MOST_ACTIONS) actions.clear();
    known = new Map();
    actions.set(text, known);
  }
  let matching = known.get(against);
  if (matching === undefined) {
    if (known.size >= MOST_PATTERNS) known.clear();
    matching = match(folded(pattern(against)), folded(partlyKnown(text)));
    known.set(against, matching);
  }
  return matching;
}

/** Does the pattern match the text, whatever stands in its unknown parts? Only `*` takes in an unknown part, or the part itself. */
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
    } else if (
      token !== undefined &&
      token !== OPAQUE &&
      (takes(token, text[next] as Token) || takesName(against, at, text[next]))
    ) {
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

/**
 * One token of a pattern that is no span, and one token of the text: `?` in a text is a character that nobody knows, what a
 * template leaves open is itself and nothing else.
 */
function takes(token: Token, character: Token): boolean {
  if (character <= OPAQUE) return character !== OPAQUE && token === character;
  return token === ONE || token === character;
}

/** `?*` and `*?` take in a name, which has one character at least. */
function takesName(against: Tokens, at: number, token: Token | undefined): boolean {
  return against[at] === ONE && isName(token) && (against[at + 1] === ANY || against[at - 1] === ANY);
}

/** Is there anything that the unknown parts of either could be, so that the pattern matches the text? */
function overlaps(against: Tokens, text: Tokens): boolean {
  let row = new Uint8Array(text.length + 1);
  row[0] = 1;
  spread(row, text);
  for (const token of against) {
    const next = new Uint8Array(text.length + 1);
    for (let at = 0; at <= text.length; at += 1) {
      if (!row[at]) continue;
      if (token === ANY || token === OPAQUE || isValue(token)) next.fill(1, at);
      else if (isName(token)) named(token, text, at, next);
      else step(token, text, at, next);
    }
    spread(next, text);
    row = next;
  }
  return row[text.length] === 1;
}

const SEPARATORS: readonly Token[] = [codePoint(':'), codePoint('/')];

/** What one character of a pattern, or its `?`, leads to from a place in the text. */
function step(token: Token, text: Tokens, at: number, next: Uint8Array): void {
  const character = text[at];
  if (character === undefined) return;
  if (isSpan(character)) next[at] = 1;
  else if (isName(character)) {
    // One of the name's characters, maybe its last.
    if (!SEPARATORS.includes(token)) next.fill(1, at, at + 2);
  } else if (character === ONE || takes(token, character)) next[at + 1] = 1;
}

/** What a name in a pattern leads to: it is itself, or some characters of one segment, and never another name. */
function named(name: Token, text: Tokens, at: number, next: Uint8Array): void {
  if (text[at] === name) next[at + 1] = 1;
  for (let end = at; end < text.length; end += 1) {
    const character = text[end] as Token;
    if (isName(character) || SEPARATORS.includes(character)) return;
    if (isSpan(character)) next[end] = 1;
    next[end + 1] = 1;
  }
}

/** A part of a text that may be any characters, or none. */
function isSpan(token: Token | undefined): boolean {
  return token === OPAQUE || isValue(token);
}

/** An unknown part of the text may be empty. */
function spread(row: Uint8Array, text: Tokens): void {
  for (let at = 0; at < text.length; at += 1) if (row[at] && isSpan(text[at])) row[at + 1] = 1;
}
