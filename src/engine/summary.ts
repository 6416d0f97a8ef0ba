import type { Finding, Summary } from './result.ts';

/** The numbers of a run; a finding that is suppressed counts nowhere else. */
export function summarise(findings: readonly Finding[], unknown: number): Summary {
  const count = { error: 0, warning: 0, info: 0 };
  let hidden = 0;
  for (const { severity, suppressed } of findings) {
    if (suppressed) hidden += 1;
    else count[severity] += 1;
  }
  return { ...count, unknown, suppressed: hidden };
}
