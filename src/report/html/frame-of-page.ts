import { createHash } from 'node:crypto';
import { escaped } from './markup.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/**
 * The page allows itself the one style and the one script that stand in it, by their hashes, and nothing else: no request, no form,
 * no frame. Whatever got into it against all escaping could neither run nor send anything.
 * https://www.w3.org/TR/CSP3/#source-list-syntax
 */
function policy(): string {
  return [
    "default-src 'none'",
    `style-src '${hash(STYLE)}'`,
    `script-src '${hash(SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** All that stands before the content. */
export function headHtml(title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="ecs-preflight">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#services">Skip to the services</a>
<svg width="0" height="0" aria-hidden="true" focusable="false"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hb" width="6" height="6"/><rect class="hf" width="2.5" height="6"/></pattern></defs></svg>
`;
}

/** All that stands after it. */
export function footHtml(version: string): string {
  return `<footer><p>Made by ecs-preflight ${escaped(version)}, which reads and never writes. This file asks nothing of the network. What could not be checked is neither a pass nor a finding.</footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
