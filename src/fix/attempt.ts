import type { EditOutput, Finding } from '../engine/result.ts';

/** One of a finding's fixes that is to be made. */
export interface Attempt {
  readonly finding: Finding;
  readonly edits: readonly EditOutput[];
  /** The finding and which of its fixes: what is the same in the next round, wherever it stands then. */
  readonly name: string;
}

/**
 * What may be made of findings that nobody suppressed: of each finding one fix, the first that was not tried, a safe one
 * before the others. Only edits are made; those of generated sources are empty, as nobody edits what is generated.
 */
export function attemptsOf(
  findings: readonly Finding[],
  unsafe: boolean,
  tried: { has(name: string): boolean },
): readonly Attempt[] {
  return findings.flatMap((finding) => {
    if (finding.suppressed || finding.location.file === undefined) return [];
    const offered = (finding.fixes ?? []).flatMap((fix, index) =>
      fix.kind === 'edit' && fix.edits.length > 0
        ? [{ safe: fix.safe, edits: fix.edits, name: `${finding.fingerprint} ${index}` }]
        : [],
    );
    const mayBe = offered.filter(({ safe, name }) => (safe || unsafe) && !tried.has(name));
    const one = mayBe.find(({ safe }) => safe) ?? mayBe[0];
    return one ? [{ finding, edits: one.edits, name: one.name }] : [];
  });
}

/** The findings that have an edit, but none that is safe. */
export function onlyUnsafe(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(
    (finding) =>
      attemptsOf([finding], true, new Set()).length > 0 &&
      attemptsOf([finding], false, new Set()).length === 0,
  );
}
