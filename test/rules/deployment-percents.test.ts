import { expect, test } from 'vitest';
import { countOf } from '../../rules/deployment-percents/named-instances.ts';

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
test.each([
  ["ec2InstanceId in ['i-abcd1234', 'i-wxyx7890']", 2],
  ["ec2InstanceId in ['i-abcd1234','i-abcd1234']", 1],
  ["ec2InstanceId == 'i-abcd1234'", 1],
  ['ec2InstanceId equals i-abcd1234', 1],
  ["ec2InstanceId == 'i-abcd1234' or attribute:rack == b", undefined],
  ["not(ec2InstanceId == 'i-abcd1234')", undefined],
  ["ec2InstanceId != 'i-abcd1234'", undefined],
  ['attribute:ecs.instance-type =~ t3.*', undefined],
])('%s names %s container instances', (expression, count) => {
  expect(countOf(expression)).toBe(count);
});
