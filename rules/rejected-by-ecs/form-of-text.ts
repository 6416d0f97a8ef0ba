/** The form of texts in which a template leaves names open. */
import { chain, holds, type Truth, truth, unknown } from '../../src/fact/fact.ts';
import { isName, isOpaque, runsOf, shown, whyOpaque } from '../../src/fact/opaque.ts';
import type { View } from '../../src/model/view.ts';

const ACCOUNT = '${AWS::AccountId}';

/** What stands for an open name: AWS makes names of letters and digits, and an account is twelve digits. */
function stand(unit: string): string {
  if (!isName(unit)) return unit;
  return shown(unit) === ACCOUNT ? '123456789012' : 'x';
}

/**
 * Has the text a form that ECS refuses? Names that the deploy alone tells are right in form: what is right around them is right
 * as a whole. What is wrong with a stand-in may be right with the name itself, and is left open.
 */
export function malformed(value: View, isWrong: (text: string) => boolean): Truth {
  const { raw } = value;
  if (typeof raw !== 'string' || !isOpaque(raw)) return holds(value.text, isWrong);
  return chain(value.reference, (text) =>
    isWrong(
      runsOf(text)
        .map((run, index) => (index % 2 === 1 ? stand(run) : run))
        .join(''),
    )
      ? unknown(whyOpaque(raw))
      : truth(false),
  );
}
