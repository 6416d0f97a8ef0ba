import { type OpenCondition, type Reach, reachOf } from './reach.ts';
import type { TemplateResource } from './resource.ts';
import type { Stack } from './stack.ts';

/** Types that say something of a resource which does not mention them. */
const ATTACHED: ReadonlySet<string> = new Set([
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::EC2::NetworkAclEntry',
  'AWS::EC2::Route',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::SubnetNetworkAclAssociation',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::VPCEndpoint',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::ECS::ClusterCapacityProviderAssociations',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::KMS::Alias',
  'AWS::SecretsManager::ResourcePolicy',
]);

type Attached = ReadonlyMap<TemplateResource, readonly TemplateResource[]>;

/** What the resources of one world depend on, found once for each. */
export class Dependencies {
  readonly #stacks = new Map<TemplateResource, Stack>();
  readonly #byId = new Map<string, TemplateResource>();
  readonly #made = new Map<TemplateResource, Reach>();
  #attached: Attached | undefined;

  constructor(stacks: Iterable<Stack>) {
    for (const stack of stacks) {
      for (const resource of stack.resources.values()) {
        this.#stacks.set(resource, stack);
        this.#byId.set(resource.id, resource);
      }
    }
  }

  /** The first comparison that is open, of those to which a resource leads; nearest first. */
  firstOpen(id: string): OpenCondition | undefined {
    const start = this.#byId.get(id);
    const seen = new Set<TemplateResource>(start ? [start] : []);
    for (const resource of seen) {
      const { open, resources } = this.#of(resource);
      if (open[0]) return open[0];
      if (resource.isThere === false) continue;
      for (const other of resources) seen.add(other);
      for (const other of this.#attachedTo(resource)) seen.add(other);
    }
    return undefined;
  }

  #of(resource: TemplateResource): Reach {
    let reach = this.#made.get(resource);
    if (!reach) {
      const stack = this.#stacks.get(resource);
      reach = stack ? reachOf(stack, resource) : { resources: new Set(), open: [] };
      this.#made.set(resource, reach);
    }
    return reach;
  }

  #attachedTo(resource: TemplateResource): readonly TemplateResource[] {
    if (!this.#attached) {
      const attached = new Map<TemplateResource, TemplateResource[]>();
      for (const one of this.#stacks.keys()) {
        if (!ATTACHED.has(one.type)) continue;
        for (const other of this.#of(one).resources) {
          const list = attached.get(other);
          if (list) list.push(one);
          else attached.set(other, [one]);
        }
      }
      this.#attached = attached;
    }
    return this.#attached.get(resource) ?? [];
  }
}
