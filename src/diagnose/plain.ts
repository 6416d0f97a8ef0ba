/** A text as it is matched: without colours, with straight quotes, single spaces and unescaped quotes. Its lines stay lines. */
export function plainText(text: string): string {
  return text
    .replace(ESCAPES, '')
    .replace(/\r\n?/g, '\n')
    .replace(CONTROLS, '')
    .replace(/[\u2018\u2019\u02bc\u0060\u00b4]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/\\{1,8}"/g, '"')
    .replace(/[ \t\u00a0]+/g, ' ');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const ESCAPES = /\u001b(?:\[[0-9;?]{0,32}[ -/]{0,4}[@-~]|\][^\u0007\u001b\n]{0,512}(?:\u0007|\u001b\\)?)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Longer texts are logs, whose lines are lines; in a shorter one a message may have been broken where the window ended. */
const PASTED = 32_768;
/** A line that was broken at the edge of a window is at least this long. */
const BROKEN_AT = 50;

/** How lines begin that begin something of their own. */
const BEGINS =
  /^\s*(?:$|(?:\d{1,3}\.){3}\d{1,3}\b|[[{}\]"(\u2022*#>|-]|\d{4}[-/]|\d{1,2}[:.]\d{2}|(?:level|time|msg|ts)=|[A-Z]{4,9}\b[ :]|service \(?[\w-]|[A-Z]\w{2} {1,2}\d{1,2} \d{2}:)/;

/** How messages begin, which may also stand in the middle of one. */
const MAY_BEGIN = /^\s*[\w.]{1,60}(?:Error|Exception|Reason|reason|Code|code)\b *:/;
/** A line of an access log, or one that names its values, that ends in quotes is whole. */
const WHOLE = /^\s*(?:(?:\d{1,3}\.){3}\d{1,3} |(?:level|time|msg|ts)=).*"\s*$/;
/** A line that ends so goes on. */
const GOES_ON = /[:,(]\s*$/;

/** The text with lines joined that a narrow window broke. */
export function unbroken(text: string): string {
  if (text.length > PASTED) return text;
  const lines: string[] = [];
  let before = 0;
  for (const line of text.split('\n')) {
    const last = lines.length - 1;
    const open = GOES_ON.test(lines[last] ?? '');
    const broken = last >= 0 && before >= BROKEN_AT && !WHOLE.test(lines[last] ?? '');
    const goes = broken && !BEGINS.test(line) && (open || !MAY_BEGIN.test(line));
    if (goes) lines[last] = `${(lines[last] ?? '').trimEnd()} ${line.trimStart()}`;
    else lines.push(line);
    before = line.length;
  }
  return lines.join('\n');
}
