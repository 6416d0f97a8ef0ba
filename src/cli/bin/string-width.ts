/**
 * How many terminal columns a text takes. Stands in for the `string-width` package that yargs lays its help
 * out with: that one builds the RGI-emoji expression and an `Intl.Segmenter` at load, a third of the whole
 * start-up time. Escape sequences and combining marks take no column, East Asian wide letters and emoji two;
 * emoji joined by zero-width joiners are counted one by one, which help text does not contain.
 */
export default function stringWidth(text: string): number {
  // Printable ASCII, which help text is, needs no look at its letters.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const letter of text.replace(ESCAPE_SEQUENCE, '')) width += columns(letter);
  return width;
}

/** CSI sequences (colours) and OSC sequences (hyperlinks), ended by BEL or ST. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character
const ESCAPE_SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;

const NO_COLUMN = /^[\p{Cc}\p{Cf}\p{Mn}\p{Me}]$/u;
const TWO_COLUMNS =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}])$/u;

function columns(letter: string): number {
  if (NO_COLUMN.test(letter)) return 0;
  return TWO_COLUMNS.test(letter) ? 2 : 1;
}
