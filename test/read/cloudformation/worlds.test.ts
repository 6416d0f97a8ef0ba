import { expect, it } from 'vitest';
import type { Deployment } from '../../../src/model/deployment.ts';
import { onlyDeployment, readTemplate, type Said } from './reading.ts';
import { readable } from './values.ts';

const template = (parameters: string, conditions: string, resources: string) =>
  `Parameters:\n${parameters}\nConditions:\n${conditions}\nResources:\n${resources}\n`;

const SERVICE = `
  Service: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !Ref Task}}
`;

/** What each world takes for granted, what decides it, and the memory of its task. */
async function worldsOf(text: string, said: Said = {}) {
  const first = await onlyDeployment(text, said);
  return [first, ...(first.otherWorlds ?? [])].map(told);
}

const told = ({ world, taskDefinition }: Deployment) =>
  [world?.assumed, world?.unlockedBy, readable(taskDefinition.view.get('memory').raw)] as const;

const OPEN_ENV = '  Env: {Type: String}';
const IS_PROD = '  IsProd: !Equals [!Ref Env, prod]';
const TASK = (memory: string) =>
  `  Task: {Type: AWS::ECS::TaskDefinition, Properties: {Memory: ${memory}}}${SERVICE}`;

it('judges what nobody decides both ways', async () => {
  const text = template(OPEN_ENV, IS_PROD, TASK('!If [IsProd, 1024, 512]'));
  expect(await worldsOf(text)).toEqual([
    ['IsProd is true', '--parameters Env=…', '1024'],
    ['IsProd is false', '--parameters Env=…', '512'],
  ]);
});

it('has one world where the user decides, or a default does', async () => {
  const text = template(OPEN_ENV, IS_PROD, TASK('!If [IsProd, 1024, 512]'));
  expect(await worldsOf(text, { parameters: { Env: 'test' } })).toEqual([[undefined, undefined, '512']]);
  const decided = template('  Env: {Type: String, Default: prod}', IS_PROD, TASK('!If [IsProd, 1024, 512]'));
  expect(await worldsOf(decided)).toEqual([[undefined, undefined, '1024']]);
});

it('knows that one text is not two others', async () => {
  const conditions = `${IS_PROD}\n  IsTest: !Equals [test, !Ref Env]`;
  const text = template(OPEN_ENV, conditions, TASK('!If [IsProd, 1, !If [IsTest, 2, 3]]'));
  expect(await worldsOf(text)).toEqual([
    ['IsProd is true', '--parameters Env=…', '1'],
    ['IsProd is false and IsTest is true', '--parameters Env=…', '2'],
    ['IsProd is false and IsTest is false', '--parameters Env=…', '3'],
  ]);
});

it('knows what a parameter may be, and what it is in a world', async () => {
  const allowed = '  Env: {Type: String, AllowedValues: [prod, test]}';
  const text = template(
    allowed,
    IS_PROD,
    TASK('!If [IsProd, 1024, !FindInMap [Sizes, !Ref Env, Memory]]'),
  ).concat('Mappings: {Sizes: {prod: {Memory: 1}, test: {Memory: 2}}}\n');
  expect(await worldsOf(text)).toEqual([
    ['IsProd is true', '--parameters Env=…', '1024'],
    ['IsProd is false', '--parameters Env=…', '2'],
  ]);
  const never = template(allowed, '  IsProd: !Equals [!Ref Env, dev]', TASK('!If [IsProd, 1024, 512]'));
  expect(await worldsOf(never)).toEqual([[undefined, undefined, '512']]);
});

it('sees that conditions are made of one another', async () => {
  const conditions = `${IS_PROD}
  Small: !Not [!Condition IsProd]
  Both: !And [!Condition IsProd, !Condition Small]
  Either: !Or [!Condition IsProd, !Condition Small]`;
  const memory = '!If [IsProd, !If [Both, 1, !If [Either, 2, 3]], !If [Small, 4, 5]]';
  expect(await worldsOf(template(OPEN_ENV, conditions, TASK(memory)))).toEqual([
    ['IsProd is true', '--parameters Env=…', '2'],
    ['IsProd is false', '--parameters Env=…', '4'],
  ]);
});

it('stops at four worlds, and leaves open what is left', async () => {
  const names = ['A', 'B', 'C'];
  const parameters = names.map((name) => `  ${name}: {Type: String}`).join('\n');
  const conditions = names.map((name) => `  Is${name}: !Equals [!Ref ${name}, x]`).join('\n');
  const memory = '!If [IsA, !If [IsB, !If [IsC, 1, 2], 3], !If [IsB, 4, 5]]';
  expect(await worldsOf(template(parameters, conditions, TASK(memory)))).toEqual([
    ['IsA is true and IsB is true', '--parameters A=… --parameters B=…', '?'],
    ['IsA is true and IsB is false', '--parameters A=… --parameters B=…', '3'],
    ['IsA is false and IsB is true', '--parameters A=… --parameters B=…', '4'],
    ['IsA is false and IsB is false', '--parameters A=… --parameters B=…', '5'],
  ]);
});

it('leaves out a world in which there is no such service', async () => {
  const resources = `  Task: {Type: AWS::ECS::TaskDefinition, Properties: {Memory: 512}}
  Service: {Type: AWS::ECS::Service, Condition: IsProd, Properties: {TaskDefinition: !Ref Task}}`;
  expect(await worldsOf(template(OPEN_ENV, IS_PROD, resources))).toEqual([
    ['IsProd is true', '--parameters Env=…', '512'],
  ]);
});

it('leaves conditions alone that do not reach the deployment', async () => {
  const resources = `${TASK('512')}  Other: {Type: AWS::SNS::Topic, Condition: IsProd}`;
  expect(await worldsOf(template(OPEN_ENV, IS_PROD, resources))).toEqual([[undefined, undefined, '512']]);
});

it('finds conditions of what a deployment leads to, and of what is attached to that', async () => {
  const resources = `
  Role: {Type: AWS::IAM::Role}
  Policy: {Type: AWS::IAM::Policy, Condition: IsProd, Properties: {Roles: [!Ref Role]}}
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {Memory: 512, TaskRoleArn: !GetAtt Role.Arn}}`;
  expect(await worldsOf(template(OPEN_ENV, IS_PROD, resources))).toEqual([
    ['IsProd is true', '--parameters Env=…', '512'],
    ['IsProd is false', '--parameters Env=…', '512'],
  ]);
});

it('pairs a service in each world with the task definition of that world', async () => {
  const resources = `
  Large: {Type: AWS::ECS::TaskDefinition, Properties: {Memory: 2048}}
  Small: {Type: AWS::ECS::TaskDefinition, Properties: {Memory: 512}}
  Service: {Type: AWS::ECS::Service, Properties: {TaskDefinition: !If [IsProd, !Ref Large, !Ref Small]}}`;
  expect(await worldsOf(template(OPEN_ENV, IS_PROD, resources))).toEqual([
    ['IsProd is true', '--parameters Env=…', '2048'],
    ['IsProd is false', '--parameters Env=…', '512'],
  ]);
});

it('names the region where a condition depends on it', async () => {
  const conditions = '  IsWest: !Equals [!Ref AWS::Region, us-west-2]';
  const text = template('  X: {Type: String}', conditions, TASK('!If [IsWest, 1, 2]'));
  expect((await worldsOf(text)).map(([assumed, unlockedBy]) => [assumed, unlockedBy])).toEqual([
    ['IsWest is true', '--region'],
    ['IsWest is false', '--region'],
  ]);
  expect(await worldsOf(text, { region: 'us-west-2' })).toEqual([[undefined, undefined, '1']]);
});

it('knows no outcome of a condition that nothing defines or that depends on itself', async () => {
  const conditions = '  Round: !Not [!Condition Round]';
  const { deployments, errors } = await readTemplate(
    template('  X: {Type: String}', conditions, TASK('!If [Nowhere, 1, !If [Round, 2, 3]]')),
  );
  expect(deployments).toHaveLength(1);
  expect(errors.map(({ message }) => message)).toEqual([
    'expected a condition of the template, and Nowhere is none',
  ]);
});
