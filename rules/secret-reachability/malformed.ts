import { valueOr } from '../../src/fact/fact.ts';
import type { Reference } from '../../src/model/secret-references.ts';
import { cannotTell, type Failure, type Fix, fail, pass, type Verdict } from '../../src/rule.ts';
import { repairedArn } from './repair.ts';

/** Can ECS read the reference at all? */
export function judgeGrammar(reference: Reference): Verdict {
  return reference.target.match<Verdict>({
    known: (target) => (target.kind === 'malformed' ? fail(failure(reference, target.because)) : pass()),
    absent: pass,
    unknown: cannotTell,
  });
}

/** Text that is no ARN may be the secret itself, pasted in the wrong place: it is never repeated. */
function failure({ view, label, member }: Reference, because: string): Failure {
  const text = valueOr(view.text, '');
  const quoted = text.startsWith('arn:') ? ` ${text}` : '';
  return {
    at: view,
    message: `${label}: ${member}${quoted} cannot be read: ${because}`,
    fixes: member === 'valueFrom' ? repair(view, text) : [],
  };
}

function repair(at: Reference['view'], text: string): readonly Fix[] {
  const value = repairedArn(text);
  return value === undefined
    ? []
    : [
        {
          kind: 'edit',
          description: 'spell the ARN so that ECS can read it',
          safe: true,
          edits: [{ at, op: 'set', value }],
        },
      ];
}
