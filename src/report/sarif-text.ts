import { sep } from 'node:path';
import { visible } from './escape.ts';

/**
 * Text from a file as part of a plain SARIF message. Viewers read `[text](target)` as a link there, `{0}` as an
 * argument, and some, GitHub among them, the whole as Markdown with HTML in it: what would make one of these is
 * escaped (with the backslashes before it, which would undo that), and nothing else: some viewers show the text as it is.
 */
export function messageText(text: string): string {
  return visible(text)
    .replace(/(\\*)(\](?=\()|<(?=[a-z/!?]))/gi, '$1$1\\$2')
    .replace(/\{\d+\}/g, '{$&}');
}

/** The URI of a file: relative where its name is, with `/` between its segments, the rest percent-encoded. */
export function artifactUri(file: string): string {
  const path = sep === '/' ? file : file.replaceAll(sep, '/');
  const segments = path.split('/');
  while (segments.length > 1 && segments[0] === '.') segments.shift();
  const encoded = segments.map(encodeSegment).join('/');
  if (/^[A-Za-z]%3A\//.test(encoded)) return `file:///${encoded.replace('%3A', ':')}`;
  return encoded.startsWith('/') ? `file://${encoded}` : encoded;
}

function encodeSegment(segment: string): string {
  // encodeURIComponent throws on a lone surrogate, which no URI can hold.
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, '\ufffd'));
}
