import { defineRule } from '../../src/rule.ts';
import { singleSubnet } from './single-subnet.ts';

export default defineRule({
  id: 'subnet-headroom',
  number: 2,
  title: 'awsvpc exhausts addresses or interfaces',
  problems: {
    'single-subnet': {
      summary: 'all tasks of a service are in one subnet, or in one availability zone',
      appliesTo: 'awsvpc service, desired count known and 2 or more',
      severity: 'warning',
      phase: 'operate',
      decidable: ['F', 'D', 'L'],
      why: 'a subnet lies in one availability zone: when the zone fails, or runs out of capacity or addresses, no task of the service can be elsewhere',
      docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html',
      check: singleSubnet,
    },
  },
});
