import { expect, test } from 'vitest';
import { SECOND_OPINION } from '../../src/iam/deciding.ts';
import type { Decision } from '../../src/iam/decision.ts';
import { secondOpinion } from '../../src/iam/second-opinion.ts';
import { ACCOUNT, factsOf, REGION, ROLE, SECRET } from './account.ts';

const QUERY = {
  role: 'app',
  account: ACCOUNT,
  region: REGION,
  action: 'secretsmanager:GetSecretValue',
  resource: SECRET,
  by: 'agent',
} as const;
const CONTEXT = `aws:RequestedRegion=${REGION} aws:SecureTransport=true aws:ViaAWSService=false kms:CallerAccount=${ACCOUNT}`;

async function ask(decision: Partial<Decision>, result: object) {
  const key = `${ROLE} ${QUERY.action} ${SECRET} ${CONTEXT}`;
  const facts = factsOf({ resources: { 'iam.simulation': { [key]: result } } });
  const ours: Decision = { outcome: 'allowed', layer: 'identity', because: [], assumptions: [], ...decision };
  const found = await secondOpinion(facts, QUERY, ours);
  return found.match<unknown>({ known: (it) => it, absent: () => 'absent', unknown: ([why]) => why?.detail });
}

test('agrees, or says otherwise', async () => {
  expect(await ask({}, { EvalDecision: 'allowed' })).toEqual({
    agrees: true,
    line: `IAM's policy simulator agrees: ${QUERY.action} on ${SECRET} is allowed to ${ROLE}`,
  });
  expect(await ask({}, { EvalDecision: 'explicitDeny' })).toEqual({
    agrees: false,
    line: `IAM's policy simulator says otherwise: ${QUERY.action} on ${SECRET} is denied explicitly to ${ROLE}`,
  });
  expect(await ask({ outcome: 'implicitDeny' }, { EvalDecision: 'explicitDeny' })).toMatchObject({
    agrees: true,
  });
});

test('has no opinion on what it does not see, or lacks the value of', async () => {
  expect(await ask({ layer: 'resource' }, { EvalDecision: 'allowed' })).toBe('absent');
  const lacking = { EvalDecision: 'allowed', MissingContextValues: ['aws:SourceIp'] };
  expect(await ask({}, lacking)).toContain('depends on aws:SourceIp');
});

test('what it asks is declared', () => {
  expect(SECOND_OPINION.map(({ id }) => id)).toEqual(['iam.role', 'iam.simulation']);
});
