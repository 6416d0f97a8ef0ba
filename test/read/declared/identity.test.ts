import { expect, test } from 'vitest';
import { opaqueValue, shown } from '../../../src/fact/opaque.ts';
import { handMade } from './hand-made.ts';

const role = (Path?: string) =>
  handMade(() => ({
    Role: { type: 'AWS::IAM::Role', properties: { RoleName: 'app', ...(Path ? { Path } : {}) } },
  }));

test('a role stands under the path that it is given, and under / otherwise', () => {
  expect(shown(role().attribute('Role', 'Arn'))).toBe('arn:aws:iam::${AWS::AccountId}:role/app');
  expect(shown(role('/team/').attribute('Role', 'Arn'))).toBe('arn:aws:iam::${AWS::AccountId}:role/team/app');
});

test('a path that nobody knows is not taken for /', () => {
  const arn = shown(role(opaqueValue('Path')).attribute('Role', 'Arn'));
  expect(arn).toBe('arn:aws:iam::${AWS::AccountId}:role${Role.Path}app');
});

test('a service whose cluster nobody knows is not taken to be in the default one', () => {
  const service = (properties: object) =>
    handMade(() => ({
      Api: { type: 'AWS::ECS::Service', properties: { ServiceName: 'api', ...properties } },
    }));
  expect(shown(service({}).ref('Api'))).toMatch(/:service\/default\/api$/);
  expect(shown(service({ Cluster: opaqueValue('Cluster') }).ref('Api'))).toMatch(
    /:service\/\$\{Api\.Cluster\}\/api$/,
  );
});
