import { describe, expect, test } from 'vitest';
import { satisfies } from '../../src/rollout/query-language.ts';

const instance = {
  ec2InstanceId: 'i-abcd1234',
  attributes: new Map<string, string | undefined>([
    ['ecs.instance-type', 'g2.2xlarge'],
    ['ecs.availability-zone', 'us-east-1a'],
    ['stack', 'prod'],
    ['spare', undefined],
  ]),
};

function verdict(expression: string): boolean | 'unknown' {
  return satisfies(expression, instance).match<boolean | 'unknown'>({
    known: (is) => is,
    absent: () => false,
    unknown: () => 'unknown',
  });
}

// The expressions of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html, and variations
describe('decided', () => {
  test.each<[string, boolean]>([
    ['attribute:ecs.instance-type == t2.small', false],
    ['attribute:ecs.instance-type == g2.2xlarge', true],
    ['attribute:ecs.instance-type equals g2.2xlarge', true],
    ["attribute:stack == 'prod'", true],
    ['attribute:ecs.availability-zone in [us-east-1a, us-east-1b]', true],
    ['attribute:ecs.availability-zone in [us-east-1c]', false],
    ['attribute:ecs.availability-zone not_in [us-east-1a, us-east-1b]', false],
    ['attribute:ecs.availability-zone !in [us-east-1c]', true],
    ['attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone != us-east-1d', true],
    ['attribute:ecs.instance-type =~ g2.* && attribute:ecs.availability-zone != us-east-1a', false],
    ['attribute:ecs.instance-type matches t2.*', false],
    ['attribute:ecs.instance-type !~ t2.*', true],
    ["ec2InstanceId in ['i-abcd1234', 'i-wxyx7890']", true],
    ['attribute:stack exists', true],
    ['attribute:spare exists', true],
    ['attribute:none exists', false],
    ['attribute:none !exists', true],
    ['attribute:none not_exists', true],
    ['attribute:none == x', false],
    ['not(attribute:stack == prod)', false],
    ['!(attribute:stack == prod)', false],
    ['(attribute:stack == test or attribute:stack == prod) and attribute:none !exists', true],
    ['attribute:stack == test || attribute:stack == prod', true],
    ['agentConnected == true', true],
    // What is known decides, whatever the rest is.
    ['attribute:stack == test and runningTasksCount == 1', false],
    ['attribute:stack == prod or task:group == service:production', true],
  ])('%s is %s', (expression, is) => expect(verdict(expression)).toBe(is));
});

describe('left open', () => {
  test.each([
    'task:group == service:production',
    'not(task:group == database)',
    'runningTasksCount == 1',
    'agentVersion < 1.14.5',
    'registeredAt < 2018-02-13',
    'attribute:ecs.instance-type > a',
    // AWS does not say whether an instance without the attribute satisfies it, nor whether a part may match.
    'attribute:none != x',
    'attribute:ecs.instance-type =~ 2xlarge',
    'attribute:ecs.instance-type =~ (?i)G2.*',
    '',
    'attribute:stack ==',
    'attribute:stack == prod extra',
    '(attribute:stack == prod',
    'attribute:stack in [prod',
    "attribute:stack == 'prod",
  ])('%s', (expression) => expect(verdict(expression)).toBe('unknown'));
});
