import { distance } from 'fastest-levenshtein';

/** Letters and digits only, in lower case: `BLUE-GREEN`, `blue_green` and `BlueGreen` are one word. */
function bare(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

/**
 * The candidate that the name was most likely meant to be, or undefined where none is near or two are as near:
 * one that differs in letter case or separators only, else one within a third of its length in edits.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = bare(name);
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  let tied = false;
  for (const candidate of candidates) {
    const bareCandidate = bare(candidate);
    if (bareCandidate === wanted) return candidate;
    const edits = distance(wanted, bareCandidate);
    if (edits > Math.min(3, Math.floor(bareCandidate.length / 3))) continue;
    tied = edits === bestDistance;
    if (edits >= bestDistance) continue;
    best = candidate;
    bestDistance = edits;
  }
  return tied ? undefined : best;
}
