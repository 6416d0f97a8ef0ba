import { CST, Lexer } from 'yaml';

/** What stands between brackets and braces, one thing at a time. A plain text ends with its line. */
const PIECE =
  /(?<quoted>"(?:[^"\\]|\\[\s\S])*"|'(?:[^']|'')*')|(?<comment>(?<=\s)#.*)|(?<breaks>[\r\n]+)|(?<open>[[{])|(?<close>[\]}])|[ \t,:?]|[!&*][^\s,[\]{}]*|[^\s,[\]{}"'](?:[^,[\]{}:#\r\n]|:(?![\s,[\]{}])|(?<!\s)#)*/y;

/**
 * Between brackets and braces YAML 1.2 wants each line further right than the member that holds them. CloudFormation and the
 * AWS CLI do not look at it, and policies pasted as JSON often stand further left. This is the text with the first list or
 * structure that breaks off there joined to one line from that place on, offset by offset; undefined where none does, or
 * where nothing closes it.
 */
export function joinLooseFlow(text: string): string | undefined {
  const broken = breaksOff(text);
  if (!broken || /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(broken.at, broken.at + 4))) return undefined;
  // The line break before goes as well, and with it a comment that would swallow what follows.
  let at = text.lastIndexOf('\n', broken.at);
  at = broken.commentAt ?? (text[at - 1] === '\r' ? at - 1 : at);
  let joined = text.slice(0, at);
  let { depth } = broken;
  while (depth > 0) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(text);
    if (!piece) return undefined;
    const { comment, breaks, open, close } = piece.groups ?? {};
    joined += comment === undefined && breaks === undefined ? piece[0] : ' '.repeat(piece[0].length);
    at += piece[0].length;
    if (open !== undefined) depth += 1;
    if (close !== undefined) depth -= 1;
  }
  return joined + text.slice(at);
}

/** Where the lexer takes an open list or structure to end before it is closed, and how many are open there. */
function breaksOff(text: string): { at: number; depth: number; commentAt: number | undefined } | undefined {
  let at = 0;
  let depth = 0;
  let scalar = false;
  let commentAt: number | undefined;
  for (const piece of new Lexer().lex(text)) {
    const type: CST.TokenType | null = scalar ? null : CST.tokenType(piece);
    scalar = type === 'scalar';
    if (type === 'scalar' || type === 'doc-mode') continue;
    if (type === 'flow-error-end') {
      if (depth > 0) return { at, depth, commentAt };
      continue;
    }
    if (type === 'flow-map-start' || type === 'flow-seq-start') depth += 1;
    if (type === 'flow-map-end' || type === 'flow-seq-end') depth -= 1;
    if (type === 'comment') commentAt ??= at;
    else if (type !== 'newline' && type !== 'space') commentAt = undefined;
    at += piece.length;
  }
  return undefined;
}
