import { absent, type Fact, known, valueOr } from '../../src/fact/fact.ts';
import type { AnyRawKind, Facts } from '../../src/fact/kind.ts';
import { subnet, vpcEndpoints } from '../../src/fact/kinds/ec2.ts';
import { clusters, service, serviceArns, taskDefinition } from '../../src/fact/kinds/ecs.ts';
import { targetGroup } from '../../src/fact/kinds/elbv2.ts';
import { attachedRolePolicies, role } from '../../src/fact/kinds/iam.ts';
import { parameter } from '../../src/fact/kinds/secrets.ts';
import type { AnyAsker, AnyLister } from '../../src/fact/scheduler.ts';
import { seeded } from './random.ts';

const ACCOUNT = '111122223333';
const CLUSTERS = 4;

/** How many of each there are. */
export interface Size {
  readonly services: number;
  readonly taskDefinitions: number;
  readonly roles: number;
  readonly subnets: number;
}

/** What was asked of one kind: the different keys, how many of them a call takes, and the calls. */
interface Asked {
  readonly keys: Set<string>;
  readonly batch: number;
  calls: number;
}

/** An account in memory, each of whose calls takes up to twenty milliseconds. */
export interface Estate {
  readonly askers: readonly AnyAsker[];
  readonly listers: readonly AnyLister[];
  readonly asked: ReadonlyMap<string, Asked>;
}

export function estate(size: Size, seed: number): Estate {
  const random = seeded(seed);
  const asked = new Map<string, Asked>();

  async function call(kind: AnyRawKind, batch: number, queries: readonly unknown[]): Promise<void> {
    if (queries.length > batch) throw new Error(`${kind.id} takes ${batch} a call`);
    const sofar = asked.get(kind.id) ?? { keys: new Set<string>(), batch, calls: 0 };
    sofar.calls++;
    for (const query of queries) sofar.keys.add(kind.key(query));
    asked.set(kind.id, sofar);
    const latency = random() * 20;
    await new Promise((resolve) => setTimeout(resolve, latency));
  }

  function asks(kind: AnyAsker['kind'], batch: number, answer: (key: string) => Fact<unknown>): AnyAsker {
    return {
      kind,
      batch,
      async ask(queries) {
        await call(kind, batch, queries);
        return queries.map((query) => answer(kind.key(query)));
      },
    };
  }

  function lists(kind: AnyLister['kind'], members: (scope: string) => readonly unknown[]): AnyLister {
    return {
      kind,
      async list(scopes) {
        await call(kind, 1, scopes);
        return scopes.map((scope) => known({ members: members(kind.key(scope)), complete: true }));
      },
    };
  }

  const arn = (cluster: string, name: string) =>
    `arn:aws:ecs:eu-west-1:${ACCOUNT}:service/${cluster}/${name}`;
  const numbers = Array.from({ length: size.services }, (_, number) => number);
  const inCluster = (cluster: string) => numbers.filter((number) => `c${number % CLUSTERS}` === cluster);
  return {
    asked,
    listers: [
      lists(clusters, () => Array.from({ length: CLUSTERS }, (_, n) => ({ clusterName: `c${n}` }))),
      lists(serviceArns, (cluster) => inCluster(cluster).map((n) => ({ serviceArn: arn(cluster, `s${n}`) }))),
      lists(attachedRolePolicies, (name) => [
        { PolicyName: name, PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/${name}` },
      ]),
      lists(vpcEndpoints, (vpc) => [{ VpcEndpointId: 'vpce-1', VpcId: vpc }]),
    ],
    askers: [
      {
        ...asks(service, 10, (key) => {
          const [cluster = '', name = ''] = key.split('/');
          const number = Number(name.slice(1));
          return known({
            serviceArn: arn(cluster, name),
            serviceName: name,
            clusterArn: cluster,
            taskDefinition: `arn:aws:ecs:eu-west-1:${ACCOUNT}:task-definition/t${number % size.taskDefinitions}:1`,
            loadBalancers: [{ targetGroupArn: `tg-${number}` }],
            networkConfiguration: {
              awsvpcConfiguration: { subnets: [`subnet-${number % size.subnets}`] },
            },
          });
        }),
        group: (query: { cluster: string }) => query.cluster,
      },
      asks(taskDefinition, 1, (key) => {
        const number = Number(/^t(\d+):/.exec(key)?.[1]);
        return known({
          family: `t${number}`,
          revision: 1,
          containerDefinitions: [
            { secrets: [`p${number}`, `q${number}`].map((valueFrom) => ({ valueFrom })) },
          ],
          taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/r${number % size.roles}`,
        });
      }),
      asks(role, 1, (name) => (name === 'r3' ? absent() : known({ RoleName: name }))),
      asks(targetGroup, 20, (arn) => known({ TargetGroupArn: arn })),
      asks(parameter, 50, (name) => (name === 'p2' ? absent() : known({ Name: name }))),
      asks(subnet, 100, (id) => known({ SubnetId: id, VpcId: 'vpc-1' })),
    ],
  };
}

/** Asks what an audit asks, each service on its own way: the answers, in the order of the services. */
export async function auditEstate(facts: Facts): Promise<readonly unknown[]> {
  const places = valueOr(await facts.ask(clusters, {}), []);
  const listed = await Promise.all(
    places.map(async ({ clusterName: cluster = '' }) => {
      const arns = valueOr(await facts.ask(serviceArns, { cluster }), []);
      return arns.map(({ serviceArn }) => ({ cluster, name: serviceArn }));
    }),
  );
  return Promise.all(listed.flat().map((query) => auditService(facts, query)));
}

async function auditService(facts: Facts, query: { readonly cluster: string; readonly name: string }) {
  const running = valueOr(await facts.ask(service, query), undefined);
  const [task, network, group] = await Promise.all([
    taskOf(facts, running?.taskDefinition ?? ''),
    networkOf(facts, running?.networkConfiguration?.awsvpcConfiguration?.subnets ?? []),
    facts.ask(targetGroup, { arn: running?.loadBalancers?.[0]?.targetGroupArn ?? '' }),
  ]);
  return { name: query.name, task, network, group: shown(group) };
}

async function taskOf(facts: Facts, ref: string) {
  const task = valueOr(await facts.ask(taskDefinition, { ref }), undefined);
  const name = { role: task?.taskRoleArn ?? '' };
  const secrets = task?.containerDefinitions?.[0]?.secrets ?? [];
  const [found, policies, ...parameters] = await Promise.all([
    facts.ask(role, name),
    facts.ask(attachedRolePolicies, name),
    ...secrets.map(({ valueFrom = '' }) => facts.ask(parameter, { name: valueFrom })),
  ]);
  return { role: shown(found), policies: shown(policies), parameters: parameters.map(shown) };
}

async function networkOf(facts: Facts, ids: readonly string[]) {
  const found = await Promise.all(ids.map((id) => facts.ask(subnet, { id })));
  return Promise.all(
    found.map(async (fact) => {
      const vpc = valueOr(fact, undefined)?.VpcId ?? '';
      return { vpc, endpoints: shown(await facts.ask(vpcEndpoints, { vpc })) };
    }),
  );
}

function shown(fact: Fact<unknown>): unknown {
  return fact.match<unknown>({ known: (value) => value, absent: () => 'absent', unknown: (why) => why });
}
