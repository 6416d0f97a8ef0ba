/**
 * Does a sequence match a pattern, of which some parts stand for any run of items? It goes back to the last such part alone, so
 * that the cost is the product of both lengths at most: patterns and names are written by whoever opens a pull request.
 */
export function isMatch<Part, Item>(
  pattern: readonly Part[],
  items: readonly Item[],
  isRun: (part: Part) => boolean,
  fits: (part: Part, item: Item) => boolean,
): boolean {
  let at = 0;
  let run = -1;
  let resume = 0;
  for (let item = 0; item < items.length; ) {
    const part = pattern[at];
    if (at < pattern.length && isRun(part as Part)) {
      run = at++;
      resume = item;
    } else if (at < pattern.length && fits(part as Part, items[item] as Item)) {
      at += 1;
      item += 1;
    } else if (run >= 0) {
      at = run + 1;
      item = ++resume;
    } else return false;
  }
  return pattern.slice(at).every(isRun);
}
