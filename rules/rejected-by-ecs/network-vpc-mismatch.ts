import { type Fact, valueOr, type Why } from '../../src/fact/fact.ts';
import type { Facts } from '../../src/fact/kind.ts';
import { securityGroup, subnet } from '../../src/fact/kinds/ec2.ts';
import { isOpaque, sameText } from '../../src/fact/opaque.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { select } from '../../src/model/select.ts';
import { shellWord } from '../../src/model/shell-word.ts';
import type { View } from '../../src/model/view.ts';
import {
  cannotTell,
  type Fix,
  fail,
  notApplicable,
  type Problem,
  pass,
  type Verdicts,
} from '../../src/rule.ts';
import { serviceName } from './service-facts.ts';
import { eachOf, oneOf } from './subject.ts';

const CONFIGURATION = 'networkConfiguration.awsvpcConfiguration';

/** Are the subnets of a service in different VPCs, or its security groups in another than they? */
export const networkVpcMismatch: Problem = {
  summary: 'subnets of different VPCs, or a security group of another VPC than theirs',
  appliesTo: 'awsvpcConfiguration',
  severity: 'warning',
  maySeverities: ['warning', 'error'],
  phase: 'register',
  decidable: ['D', 'L'],
  why: "the network interface of a task is in one subnet, and takes security groups of that subnet's VPC alone: in the other VPC no task can start",
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html',
  needs: [subnet, securityGroup],
  check: (deployment, facts) => {
    const { service } = deployment;
    if (!service) return notApplicable('no service is deployed');
    const subnets = select(service.view, `${CONFIGURATION}.subnets[]`);
    const groups = select(service.view, `${CONFIGURATION}.securityGroups[]`);
    const why = [...subnets.why, ...groups.why];
    if (subnets.views.length === 0) return why.length > 0 ? cannotTell(why) : notApplicable('no subnets');
    // One subnet alone agrees with itself.
    if (subnets.views.length + groups.views.length === 1 && why.length === 0) return pass();
    return judge(deployment, facts, subnets.views, groups.views, why);
  },
};

/** A subnet or security group, and the VPC that it is in. */
interface Placed {
  readonly at: View;
  readonly id: string;
  readonly vpc: string;
}

async function judge(
  deployment: Deployment,
  facts: Facts,
  subnetViews: readonly View[],
  groupViews: readonly View[],
  open: readonly Why[],
): Promise<Verdicts> {
  const [subnets, groups] = await Promise.all([
    placed(subnetViews, async (id) => await facts.ask(subnet, { id }), 'subnet'),
    placed(groupViews, async (id) => await facts.ask(securityGroup, { id }), 'security group'),
  ]);
  const vpcs = [...new Set(subnets.known.map(({ vpc }) => vpc))];
  const [home = ''] = vpcs;
  const foreign =
    vpcs.length === 0 ? [] : groups.known.filter(({ vpc }) => vpcs.every((it) => differ(it, vpc)));
  const apart = vpcs.some((one) => vpcs.some((other) => differ(one, other)));
  const where = subnets.known.map(({ id, vpc }) => `subnet ${id} is in ${vpc}`);
  const failures = [
    ...(apart
      ? [
          fail({
            at: subnets.known[0]?.at.parent ?? deployment.taskDefinition.view,
            message: `${serviceName(deployment)}: its subnets are in ${vpcs.length} VPCs (${eachOf(vpcs)}), expected subnets of one VPC`,
            evidence: where,
          }),
        ]
      : []),
    ...foreign.map(({ at, id, vpc }) =>
      fail({
        at,
        message: `${serviceName(deployment)}: security group ${id} is of ${vpc}, but the subnets are in ${eachOf(vpcs)}, expected a security group of ${oneOf(vpcs)}`,
        evidence: [...where, `security group ${id} is of ${vpc}`],
        // What the template itself makes has no id to be asked by yet.
        fixes: vpcs.length === 1 && !isOpaque(home) ? [groupsOf(deployment, home)] : [],
      }),
    ),
  ];
  const why = [...open, ...subnets.why, ...groups.why, ...perhapsApart([...subnets.known, ...groups.known])];
  if (why.length > 0) return [...failures, cannotTell(why)];
  return failures.length > 0 ? failures : pass();
}

function differ(one: string, other: string): boolean {
  return !valueOr(sameText(one, other), true);
}

/** Why it is not known whether all are in one VPC, where only the deploy tells which VPCs they are in. */
function perhapsApart(all: readonly Placed[]): readonly Why[] {
  const vpcs = [...new Set(all.map(({ vpc }) => vpc))];
  const [first, ...others] = vpcs;
  if (first === undefined) return [];
  return others.flatMap((vpc) =>
    sameText(first, vpc).match<readonly Why[]>({ known: () => [], absent: () => [], unknown: (why) => why }),
  );
}

/** Those whose VPC is told, and why that of the others is not. */
async function placed(
  views: readonly View[],
  ask: (id: string) => Promise<Fact<{ readonly VpcId?: string | undefined }>>,
  noun: string,
): Promise<{ readonly known: readonly Placed[]; readonly why: readonly Why[] }> {
  const known: Placed[] = [];
  const why: Why[] = [];
  const undecided = (detail: string) => void why.push({ reason: 'undecidable', detail });
  await Promise.all(
    views.map(async (at) => {
      const id = valueOr(at.reference, undefined);
      if (id === undefined)
        return at.reference.match({
          known: () => {},
          absent: () => {},
          unknown: (open) => void why.push(...open),
        });
      (await ask(id)).match<void>({
        known: ({ VpcId }) =>
          VpcId === undefined
            ? undecided(`the VPC of ${noun} ${id} was not told`)
            : void known.push({ at, id, vpc: VpcId }),
        absent: () => undecided(`${noun} ${id} does not exist`),
        unknown: (open) => void why.push(...open),
      });
    }),
  );
  return { known: known.toSorted((a, b) => Number(a.at.key) - Number(b.at.key)), why };
}

/** Which of them to take is not ours to choose. */
function groupsOf({ region }: Deployment, vpc: string): Fix {
  const place = valueOr(region, undefined);
  const words = [
    ...(place === undefined ? [] : ['--region', place]),
    '--filters',
    `Name=vpc-id,Values=${vpc}`,
  ];
  return {
    kind: 'command',
    description: `see which security groups ${vpc} has, and name one of them`,
    command: `aws ec2 describe-security-groups ${words.map(shellWord).join(' ')} --query 'SecurityGroups[].[GroupId,GroupName]' --output text`,
  };
}
