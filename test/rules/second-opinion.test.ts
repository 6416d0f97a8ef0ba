import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import roleConfusion from '../../rules/role-confusion/rule.ts';
import secretReachability from '../../rules/secret-reachability/rule.ts';
import { FIXTURES, inputsOf, judgeTexts } from '../fixtures.ts';

const ROLE = 'arn:aws:iam::111122223333:role/checkout-execution';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:checkout/db-Ab12Cd';
const REPOSITORY = 'arn:aws:ecr:eu-west-1:111122223333:repository/checkout';

async function judged(name: string, options?: { readonly secondOpinion: boolean }) {
  const rule = name.startsWith('role-confusion') ? roleConfusion : secretReachability;
  const folder = join(FIXTURES, name);
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const { target, options: given } = read('expected.json');
  const snapshot = read('snapshot.json');
  return judgeTexts(inputsOf(folder), [rule], { target, snapshot, options: options ?? given });
}

async function evidenceOf(name: string, problem: string): Promise<readonly string[]> {
  const { findings } = await judged(name);
  return findings.find((found) => found.problem === problem)?.evidence ?? [];
}

describe('with the option secondOpinion a finding says', () => {
  test("that IAM's simulator agrees", async () => {
    expect(await evidenceOf('secret-reachability/fail-second-opinion-agrees', 'read-denied')).toContain(
      `IAM's policy simulator agrees: secretsmanager:GetSecretValue on ${SECRET} is not allowed to ${ROLE}`,
    );
  });

  test('that it does not', async () => {
    expect(await evidenceOf('secret-reachability/fail-second-opinion-disagrees', 'read-denied')).toContain(
      `IAM's policy simulator says otherwise: secretsmanager:GetSecretValue on ${SECRET} is allowed to ${ROLE}`,
    );
  });

  test('that it could not be asked', async () => {
    const evidence = await evidenceOf(
      'role-confusion/fail-second-opinion-denied',
      'execution-role-cannot-pull',
    );
    expect(evidence).toContain(
      "IAM's policy simulator has no opinion: asking it takes iam:SimulatePrincipalPolicy",
    );
  });
});

describe('where we say allowed and the simulator says denied', () => {
  test.each([
    [
      'secret-reachability/unknown-second-opinion-disagrees',
      'secretsmanager:GetSecretValue',
      SECRET,
      'not allowed',
    ],
    ['role-confusion/unknown-second-opinion-disagrees', 'ecr:BatchGetImage', REPOSITORY, 'denied explicitly'],
  ])('%s names both', async (name, action, resource, theirs) => {
    const { unknowns } = await judged(name);
    const said = unknowns.map(({ detail }) => detail).join('\n');
    expect(said).toContain(`allows ${action} on ${resource}`);
    expect(said).toContain(
      `IAM's policy simulator says otherwise: ${action} on ${resource} is ${theirs} to ${ROLE}`,
    );
  });

  test.each([
    'secret-reachability/unknown-second-opinion-disagrees',
    'role-confusion/unknown-second-opinion-disagrees',
  ])('%s: without the option nobody asks', async (name) => {
    const { unknowns, findings } = await judged(name, { secondOpinion: false });
    expect(findings).toEqual([]);
    expect(unknowns.filter(({ detail }) => detail.includes('simulator'))).toEqual([]);
  });
});
