import { chain, type Fact, known, valueOr } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { secret } from '../../src/fact/kinds/secrets.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { type FetchedValue, namedBy, nounOf } from '../../src/model/fetched-value.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import { storedValue } from '../../src/model/stored-value.ts';
import { cannotTell, type Failure, type Fix, fail, pass, type Verdicts } from '../../src/rule.ts';
import { inRegion, namings, regionOption } from './sentences.ts';
import { judgeValues } from './values.ts';

/** Does every secret and parameter exist? */
export function secretMissing(deployment: Deployment, facts: Facts): Verdicts | Promise<Verdicts> {
  return judgeValues(deployment, facts, async (value) => {
    const stored = await storedValue(deployment, facts, value);
    return stored.match<Verdicts | Promise<Verdicts>>({
      known: pass,
      absent: async () => fail(failure(value, await recreated(value, facts))),
      unknown: cannotTell,
    });
  });
}

/** A secret that was deleted and made anew has the same name and other random characters. */
async function recreated({ store, id }: FetchedValue, facts: Facts): Promise<Fact<string>> {
  const partial = id.replace(/-[A-Za-z0-9]{6}$/, '');
  if (store !== 'secretsmanager' || !id.startsWith('arn:') || partial === id) return known('');
  return chain(await facts.ask(secret, { id: partial }), ({ ARN = '' }) => known(ARN));
}

function failure(value: FetchedValue, now: Fact<string>): Failure {
  const [first] = value.references;
  const arn = valueOr(now, '');
  const where = inRegion(value);
  return {
    at: first.view,
    message: `${namedBy(value)}: ${nounOf(value)} does not exist${where}${arn === '' ? '' : `; a secret of that name is there as ${arn}`}`,
    evidence: [
      ...namings(value),
      `no ${value.store === 'ssm' ? 'parameter' : 'secret'} answers to ${value.id}${where}`,
      ...(arn === '' ? [] : [`${arn} has the same name and other random characters: it was made anew`]),
    ],
    fixes: arn === '' ? create(value) : repoint(value, arn),
  };
}

/** Every place keeps its key, stage and version behind the new ARN. What only the account has is not edited. */
function repoint({ id, references }: FetchedValue, arn: string): readonly Fix[] {
  if (references.some(({ view }) => view.source.arn !== undefined)) return [];
  const edits = references.flatMap(({ view }) => {
    const text = valueOr(view.text, undefined);
    return text === undefined ? [] : [{ at: view, op: 'set' as const, value: text.replace(id, arn) }];
  });
  if (edits.length < references.length) return [];
  return [{ kind: 'edit', description: 'refer to the secret that is there', safe: false, edits }];
}

/** The value itself comes from the shell's variable: none is printed. */
function create(value: FetchedValue): readonly Fix[] {
  const {
    store,
    name,
    references: [{ variable }],
  } = value;
  const from = variable !== undefined && /^[A-Za-z_]\w*$/.test(variable) ? variable : 'SECRET_VALUE';
  const option = regionOption(value);
  const bare = name.replace(/-[A-Za-z0-9]{6}$/, '');
  return [
    store === 'ssm'
      ? {
          kind: 'command',
          description: `store the value, given in the shell's variable ${from}, as a parameter of that name`,
          command: `aws ssm put-parameter${option} --name ${shellWord(name)} --type SecureString --value "$${from}"`,
        }
      : {
          kind: 'command',
          description: `store the value, given in the shell's variable ${from}, as a secret of that name${bare === name ? '' : ', and refer to the ARN that this prints'}`,
          command: `aws secretsmanager create-secret${option} --name ${shellWord(bare)} --secret-string "$${from}"`,
        },
  ];
}
