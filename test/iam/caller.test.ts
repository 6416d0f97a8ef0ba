import { expect, test } from 'vitest';
import { callerMay } from '../../src/iam/permission.ts';
import { ACCOUNT, denied, factsOf, ROLE, type Seen } from './account.ts';

const PASS = {
  action: 'iam:PassRole',
  resource: ROLE,
  context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
};
const USER = `arn:aws:iam::${ACCOUNT}:user/ann`;

async function ask(
  seen: Seen,
  query: { action: string; resource: string; context?: Record<string, string> } = PASS,
) {
  const found = await factsOf(seen).ask(callerMay, query);
  return found.match<unknown>({ known: (it) => it, absent: () => 'absent', unknown: (why) => why });
}

function caller(arn: string, principal: string, result: object, query = PASS): Seen {
  const context = Object.entries(query.context).map(([key, value]) => `${key}=${value}`);
  const key = [principal, query.action, query.resource, ...context].join(' ');
  return {
    resources: {
      'sts.caller-identity': { caller: { Account: ACCOUNT, Arn: arn, UserId: 'x' } },
      'iam.simulation': {
        [key]: { EvalActionName: query.action, EvalResourceName: query.resource, ...result },
      },
    },
  };
}

test('a user is simulated as itself', async () => {
  const matched = [{ SourcePolicyId: 'deploy' }];
  expect(await ask(caller(USER, USER, { EvalDecision: 'allowed', MatchedStatements: matched }))).toEqual({
    outcome: 'allowed',
    because: [`IAM's policy simulator: iam:PassRole on ${ROLE} is allowed to ${USER} (deploy)`],
    assumptions: [],
  });
  expect(await ask(caller(USER, USER, { EvalDecision: 'implicitDeny' }))).toMatchObject({
    outcome: 'implicitDeny',
  });
  expect(await ask(caller(USER, USER, { EvalDecision: 'explicitDeny' }))).toMatchObject({
    outcome: 'explicitDeny',
  });
});

test('a session is simulated as its role, whose path the session does not tell', async () => {
  const session = `arn:aws:sts::${ACCOUNT}:assumed-role/app/ann`;
  const arn = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/app`;
  const seen = { ...caller(session, arn, { EvalDecision: 'allowed' }), role: { Arn: arn } };
  // The role stands beside what `caller` tells of the account.
  expect(await ask(seen)).toMatchObject({
    outcome: 'allowed',
    assumptions: [`${session} is assumed to have no session policy`],
  });
});

test('the root user may', async () => {
  expect(await ask(caller(`arn:aws:iam::${ACCOUNT}:root`, 'nobody', {}))).toMatchObject({
    outcome: 'allowed',
    because: ['the caller is the root user of the account'],
  });
});

test('unknown: a key without a value, a simulation that is denied, a federated user', async () => {
  const missing = { EvalDecision: 'implicitDeny', MissingContextValues: ['aws:SourceIp'] };
  expect(await ask(caller(USER, USER, missing))).toMatchObject([
    { reason: 'undecidable', detail: `whether ${USER} may iam:PassRole on ${ROLE} depends on aws:SourceIp` },
  ]);
  const key = `${USER} ${PASS.action} ${ROLE} iam:PassedToService=ecs-tasks.amazonaws.com`;
  const { resources } = caller(USER, USER, {});
  const { 'iam.simulation': _, ...identity } = resources ?? {};
  const refused = {
    resources: identity,
    missing: [denied('iam.simulation', key, 'iam:SimulatePrincipalPolicy')],
  };
  expect(await ask(refused)).toMatchObject([{ unlockedBy: 'iam:SimulatePrincipalPolicy' }]);
  const federated = `arn:aws:sts::${ACCOUNT}:federated-user/ann`;
  expect(await ask(caller(federated, federated, {}))).toMatchObject([{ reason: 'undecidable' }]);
  expect(await ask({})).toMatchObject([{ reason: 'not-recorded' }]);
});

test("what a key's own policy may allow is not denied for certain", async () => {
  const query = {
    action: 'kms:GenerateDataKey',
    resource: 'arn:aws:kms:eu-west-1:111122223333:key/1',
    context: {},
  };
  expect(
    await ask(caller(USER, USER, { EvalDecision: 'implicitDeny' }, query as typeof PASS), query),
  ).toMatchObject([{ reason: 'undecidable' }]);
  expect(
    await ask(caller(USER, USER, { EvalDecision: 'allowed' }, query as typeof PASS), query),
  ).toMatchObject({
    outcome: 'allowed',
    assumptions: [expect.stringContaining('does not see it')],
  });
});
