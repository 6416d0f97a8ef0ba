/** Is it a day that the calendar has, as YYYY-MM-DD? */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Words that say no more than that nobody thought of a reason. */
const NOTHING = /^(?:|todo|fixme|tbd|tba|xxx+|reason|none|na|n a|no reason|true|yes)$/i;

/** Does it give no reason at all, or only stand in the place of one? */
export function saysNothing(reason: string): boolean {
  const words = (reason.match(/\w+/g) ?? []).join(' ');
  return NOTHING.test(words) && !/\p{L}/u.test(reason.replace(/[a-z]/gi, ''));
}

/** The trouble with a day that is none. */
export function noDay(text: string, quoted: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text)
    ? `the calendar has no ${quoted}: expected the last day on which it holds, as in 2027-03-31`
    : `expected the last day on which it holds, as in 2027-03-31, found ${quoted}`;
}
