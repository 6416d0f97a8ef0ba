import type { Deployment, Leniency } from '../../src/model/deployment.ts';
import type { Span } from '../../src/model/source.ts';
import { View } from '../../src/model/view.ts';
import { fail, notApplicable, type Problem, pass, type Verdicts } from '../../src/rule.ts';

const NAMES = { comment: 'comment', 'trailing-comma': 'trailing comma' } as const;

/** One finding for a file, at the first place where it is not strict JSON. */
export const jsonNotStrict: Problem = {
  summary: 'comments or trailing commas, which the AWS CLI does not take',
  appliesTo: 'JSON files',
  severity: 'info',
  phase: 'register',
  decidable: ['F'],
  why: 'the AWS CLI reads strict JSON only and refuses the file; tools that strip comments first take it',
  docs: 'https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html',
  check(deployment: Deployment): Verdicts {
    const sources = [deployment.service?.view.source, deployment.taskDefinition.view.source];
    if (sources.every((source) => source === undefined || source.syntax !== 'json'))
      return notApplicable('no JSON file is among the inputs');
    const byFile = new Map<string, Leniency[]>();
    for (const leniency of deployment.leniencies) {
      const { file } = leniency.source;
      byFile.set(file, [...(byFile.get(file) ?? []), leniency]);
    }
    const verdicts = [...byFile.values()].flatMap((all) => {
      const [first] = all.toSorted((a, b) => a.offset - b.offset);
      if (!first) return [];
      return fail({
        at: View.root(first.source, undefined),
        span: spanOf(first),
        message: `the file has ${counted(all)}, which strict JSON does not allow`,
      });
    });
    return verdicts.length > 0 ? verdicts : pass();
  },
};

/** `2 comments and 1 trailing comma`. */
function counted(leniencies: readonly Leniency[]): string {
  return (['comment', 'trailing-comma'] as const)
    .map((what) => [NAMES[what], leniencies.filter((one) => one.what === what).length] as const)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}${count === 1 ? '' : 's'}`)
    .join(' and ');
}

function spanOf({ source, what, offset }: Leniency): Span {
  const before = source.text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');
  const rest = source.text.slice(offset);
  const length = what === 'comment' ? (/^[^\r\n]*/.exec(rest)?.[0].length ?? 1) : 1;
  return { line, column, endLine: line, endColumn: column + length };
}
