import { valueOr } from '../../src/fact/fact.ts';
import { holdsOpaqueValue, isOpaque, whyOpaque } from '../../src/fact/opaque.ts';
import { openText } from '../../src/model/open-text.ts';
import type { Reference } from '../../src/model/secret-references.ts';
import type { View } from '../../src/model/view.ts';
import { cannotTell, type Failure, type Fix, fail, pass, type Verdict } from '../../src/rule.ts';
import { repairedArn } from './repair.ts';

/** Can ECS read the reference at all? */
export function judgeGrammar(reference: Reference): Verdict {
  return reference.target.match<Verdict>({
    known: (target) => {
      if (target.kind === 'malformed') return fail(failure(reference, target.because));
      const text = valueOr(openText(reference.view as View), '');
      return holdsOpaqueValue(text) ? cannotTell([whyOpaque(text)]) : pass();
    },
    absent: pass,
    unknown: cannotTell,
  });
}

/** Text that is no ARN may be the secret itself, pasted in the wrong place: it is never repeated. */
function failure({ view, label, member }: Reference, because: string): Failure {
  const text = valueOr(view.reference, '');
  const quoted = text.startsWith('arn:') ? ` ${text}` : '';
  return {
    at: view,
    message: `${label}: ${member}${quoted} cannot be read: ${because}`,
    // What the deploy alone will tell cannot be spelled out in an edit.
    fixes: member === 'valueFrom' && !isOpaque(text) ? repair(view, text) : [],
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
