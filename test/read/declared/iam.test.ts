import { describe, expect, test } from 'vitest';
import { valueOr } from '../../../src/fact/fact.ts';
import { attachedRolePolicies, instanceProfile, role, rolePolicies } from '../../../src/fact/kinds/iam.ts';
import { opaqueName, opaqueValue } from '../../../src/fact/opaque.ts';
import { facedBy, factStore } from '../../../src/fact/store.ts';
import { type PermissionQuery, permission } from '../../../src/iam/permission.ts';
import { declaredAt } from '../../../src/model/declared-at.ts';
import { Unresolved } from '../../../src/model/placeholder.ts';
import { iamFacts } from '../../../src/read/declared/iam.ts';
import { declaredSource } from '../../../src/read/declared/source.ts';
import { type HandMade, handMade, type Written } from './hand-made.ts';

const ROLE = 'AWS::IAM::Role';
const EXECUTION = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
const open = new Unresolved({
  reason: 'unresolved',
  detail: 'Names is not known',
  unlockedBy: '--parameters Names=…',
});
const account = opaqueName('AWS::AccountId', '--account');

function policy(...statements: readonly object[]) {
  return { Version: '2012-10-17', Statement: statements };
}
const SEND = policy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' });

type Resources = (estate: HandMade) => Readonly<Record<string, Written>>;

function factsOf(resources: Resources) {
  const estate = handMade(resources);
  return { estate, facts: facedBy(declaredSource(estate, iamFacts), factStore([])) };
}

/** The role `Worker` of these properties, and what else there is. */
function worker(properties: Written['properties'] = {}, others: Resources = () => ({})): Resources {
  return (it) => ({ Worker: { type: ROLE, properties }, ...others(it) });
}

/** May the role Worker do it? What is asked here takes no resource's own policy. */
async function may(resources: Resources, action = 'logs:PutLogEvents'): Promise<string> {
  const { estate, facts } = factsOf(resources);
  const query: PermissionQuery = {
    role: estate.attribute('Worker', 'Arn'),
    account: estate.account,
    region: estate.region,
    action,
    resource: '*',
    by: 'task',
  };
  return (await facts.ask(permission, query)).match({
    known: ({ outcome }) => outcome,
    absent: () => 'absent',
    unknown: ([why]) => `unknown: ${why?.detail}`,
  });
}

const WRITE = policy({ Effect: 'Allow', Action: 'logs:*', Resource: '*' });
const attached = (type: string, properties: Written['properties']): Written => ({
  type,
  properties: { PolicyName: 'write', PolicyDocument: WRITE, ...properties },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
describe('the policies of a declared role', () => {
  test.each<[why: string, resources: Resources, outcome: string]>([
    ['none', worker(), 'implicitDeny'],
    ['an inline policy', worker({ Policies: [{ PolicyName: 'write', PolicyDocument: WRITE }] }), 'allowed'],
    [
      'an inline policy of other things',
      worker({ Policies: [{ PolicyName: 'send', PolicyDocument: SEND }] }),
      'implicitDeny',
    ],
    [
      'an inline policy as JSON text',
      worker({ Policies: [{ PolicyName: 'write', PolicyDocument: JSON.stringify(WRITE) }] }),
      'allowed',
    ],
    [
      "one of AWS's own, in any partition",
      worker({ ManagedPolicyArns: [EXECUTION.replace('arn:aws', 'arn:aws-cn')] }),
      'allowed',
    ],
    [
      'a policy resource',
      worker({}, (it) => ({ Write: attached('AWS::IAM::Policy', { Roles: [it.ref('Worker')] }) })),
      'allowed',
    ],
    [
      'a policy resource that names the role as the template does',
      worker({ RoleName: 'worker' }, () => ({ Write: attached('AWS::IAM::Policy', { Roles: ['worker'] }) })),
      'allowed',
    ],
    [
      'a policy resource that writes an open name as the role does',
      worker({ RoleName: `${opaqueValue('Env')}-worker` }, () => ({
        Write: attached('AWS::IAM::Policy', { Roles: [`${opaqueValue('Env')}-worker`] }),
      })),
      'allowed',
    ],
    [
      'a policy resource of another role',
      worker({}, (it) => ({
        Other: { type: ROLE },
        Write: attached('AWS::IAM::Policy', { Roles: [it.ref('Other')] }),
      })),
      'implicitDeny',
    ],
    [
      'a policy resource of a role outside: a made-up name is nobody else’s',
      worker({}, () => ({ Write: attached('AWS::IAM::Policy', { Roles: ['somebody'] }) })),
      'implicitDeny',
    ],
    [
      'AWS::IAM::RolePolicy',
      worker({}, (it) => ({ Write: attached('AWS::IAM::RolePolicy', { RoleName: it.ref('Worker') }) })),
      'allowed',
    ],
    [
      'a declared managed policy by its ARN',
      worker({}, (it) => ({
        Worker: { type: ROLE, properties: { ManagedPolicyArns: [it.ref('Write')] } },
        Write: attached('AWS::IAM::ManagedPolicy', {}),
      })),
      'allowed',
    ],
    [
      'a declared managed policy with Roles',
      worker({}, (it) => ({ Write: attached('AWS::IAM::ManagedPolicy', { Roles: [it.ref('Worker')] }) })),
      'allowed',
    ],
    [
      'a boundary that allows other things',
      worker({}, (it) => ({
        Worker: {
          type: ROLE,
          properties: {
            PermissionsBoundary: it.ref('Limit'),
            Policies: [{ PolicyName: 'write', PolicyDocument: WRITE }],
          },
        },
        Limit: { type: 'AWS::IAM::ManagedPolicy', properties: { PolicyDocument: SEND } },
      })),
      'implicitDeny',
    ],
  ])('%s', async (_, resources, outcome) => {
    expect(await may(resources)).toBe(outcome);
  });

  test.each<[why: string, resources: Resources]>([
    ['inline policies that are open', worker({ Policies: open })],
    ['an open inline policy', worker({ Policies: [open] })],
    ['an open document', worker({ Policies: [{ PolicyName: 'write', PolicyDocument: open }] })],
    ['managed policies that are open', worker({ ManagedPolicyArns: open })],
    ['an open managed policy', worker({ ManagedPolicyArns: [open, EXECUTION] })],
    ['a policy for open roles', worker({}, () => ({ Write: attached('AWS::IAM::Policy', { Roles: open }) }))],
    [
      'a managed policy for open roles',
      worker({}, () => ({ Write: attached('AWS::IAM::ManagedPolicy', { Roles: open }) })),
    ],
    ['an open boundary', worker({ PermissionsBoundary: open, ManagedPolicyArns: [EXECUTION] })],
  ])('%s: nobody knows', async (_, resources) => {
    expect(await may(resources)).toBe('unknown: Names is not known');
  });

  test('a policy that may not be there may not allow', async () => {
    const resources = worker({}, (it) => ({
      Write: { ...attached('AWS::IAM::Policy', { Roles: [it.ref('Worker')] }), conditional: true },
    }));
    expect(await may(resources)).toBe('unknown: the condition is not decided');
  });

  test('a managed policy that may not be attached may not allow', async () => {
    const resources = worker({}, (it) => ({
      Write: { ...attached('AWS::IAM::ManagedPolicy', { Roles: [it.ref('Worker')] }), conditional: true },
    }));
    expect(await may(resources)).toMatch(/^unknown/);
  });

  test('a policy of the account that the template names', async () => {
    const arn = 'arn:aws:iam::111122223333:policy/shared';
    expect(await may(worker({ ManagedPolicyArns: [arn] }))).toBe(
      `unknown: managed policy ${arn} was not looked up`,
    );
  });

  test('what the template says is all there is: two policies of one name are both heard', async () => {
    const resources = worker({
      Policies: [
        { PolicyName: 'p', PolicyDocument: SEND },
        { PolicyName: 'p', PolicyDocument: WRITE },
      ],
    });
    const { estate, facts } = factsOf(resources);
    const list = valueOr(await facts.ask(rolePolicies, { role: estate.ref('Worker') }), []);
    expect(list.map(({ PolicyName }) => PolicyName)).toEqual(['p', 'p (2)']);
    expect(valueOr(await facts.ask(attachedRolePolicies, { role: estate.ref('Worker') }), undefined)).toEqual(
      [],
    );
  });
});

describe('a declared role', () => {
  test('is known by its name and its ARN, and where it stands', async () => {
    const { estate, facts } = factsOf(worker({ Path: '/app/', AssumeRolePolicyDocument: SEND }));
    const arn = `arn:aws:iam::${account}:role/app/${opaqueName('Worker')}`;
    expect(estate.attribute('Worker', 'Arn')).toBe(arn);
    for (const reference of [arn, estate.ref('Worker')]) {
      const shape = valueOr(await facts.ask(role, { role: reference }), undefined);
      expect(shape).toMatchObject({ Arn: arn, Path: '/app/', AssumeRolePolicyDocument: SEND });
      expect(shape && declaredAt(shape, 'Path')?.pointer).toBe('/Resources/Worker/Properties/Path');
    }
  });

  test('of an open name is still itself', async () => {
    const { estate, facts } = factsOf(worker({ RoleName: open }));
    const arn = estate.attribute('Worker', 'Arn');
    expect(arn).toBe(`arn:aws:iam::${account}:role/${opaqueName('Worker')}`);
    expect(valueOr(await facts.ask(role, { role: arn }), undefined)).toMatchObject({ Arn: arn });
  });

  test('a role that the template does not declare is the account’s', async () => {
    const { facts } = factsOf(worker());
    const fact = await facts.ask(role, { role: 'arn:aws:iam::111122223333:role/other' });
    expect(fact.match({ known: () => [], absent: () => [], unknown: (why) => why })).toMatchObject([
      { reason: 'offline', unlockedBy: '--live' },
    ]);
  });

  test('has the instance profile that holds it', async () => {
    const { estate, facts } = factsOf(
      worker({}, (it) => ({
        Profile: { type: 'AWS::IAM::InstanceProfile', properties: { Roles: [it.ref('Worker')] } },
        Foreign: { type: 'AWS::IAM::InstanceProfile', properties: { Roles: ['elsewhere'] } },
      })),
    );
    const profile = await facts.ask(instanceProfile, { profile: estate.attribute('Profile', 'Arn') });
    expect(valueOr(profile, undefined)?.Roles).toMatchObject([{ Arn: estate.attribute('Worker', 'Arn') }]);
    const foreign = await facts.ask(instanceProfile, { profile: estate.ref('Foreign') });
    expect(valueOr(foreign, 'unknown')).toBe('unknown');
  });
});

test('a stack that nobody can look into may attach what it likes to a role whose name it is handed', async () => {
  const policies = { Policies: [{ PolicyName: 'send', PolicyDocument: SEND }] };
  const { estate } = factsOf((it) => ({
    Worker: { type: ROLE, properties: policies },
    Other: { type: ROLE, properties: policies },
    Nested: { type: 'AWS::CloudFormation::Stack', properties: { Parameters: { Role: it.ref('Worker') } } },
  }));
  const facts = facedBy(
    declaredSource({ ...estate, unread: estate.of('AWS::CloudFormation::Stack') }, iamFacts),
    factStore([]),
  );
  const open = async (id: string) => {
    const list = valueOr(await facts.ask(rolePolicies, { role: estate.ref(id) }), []);
    return list.filter(({ PolicyDocument }) => PolicyDocument instanceof Unresolved).length;
  };
  expect([await open('Worker'), await open('Other')]).toEqual([1, 0]);
});
