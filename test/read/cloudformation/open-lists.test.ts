import { expect, test } from 'vitest';
import { Unresolved } from '../../../src/model/placeholder.ts';
import { stackOf } from './values.ts';

test.each([
  ['the blocks of an address block', '!Cidr [!Ref Given, 2, 5]', 'the address block ${Given} is not known'],
  ['the parts of a text', '!Split [",", !Ref Given]', 'the value of Given is not known'],
])('%s that a parameter gives are open until somebody says it', async (_, expression, detail) => {
  const stack = await stackOf(
    `AWSTemplateFormatVersion: 2010-09-09\nParameters:\n  Given: {Type: String}\nOutputs:\n  X:\n    Value: ${expression}\n`,
  );
  const value = stack.own('X');
  expect(value).toBeInstanceOf(Unresolved);
  expect((value as Unresolved).why).toEqual({
    reason: 'unresolved',
    detail,
    unlockedBy: '--parameters Given=…',
  });
});

test('the parts of what another stack exports are called after the export', async () => {
  const stack = await stackOf(
    'AWSTemplateFormatVersion: 2010-09-09\nOutputs:\n  X:\n    Value: !Split [",", !ImportValue network-Subnets]\n',
  );
  expect((stack.own('X') as Unresolved).why.detail).toBe(
    'the value of the export network-Subnets is not known',
  );
});

test('so are the blocks of a VPC whose block it gives', async () => {
  const stack = await stackOf(
    [
      'AWSTemplateFormatVersion: 2010-09-09',
      'Parameters: {Given: {Type: String}}',
      'Resources: {Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Given}}}',
      'Outputs: {X: {Value: !Cidr [!GetAtt Vpc.CidrBlock, 2, 5]}}',
    ].join('\n'),
  );
  expect((stack.own('X') as Unresolved).why.unlockedBy).toBe('--parameters Given=…');
});
