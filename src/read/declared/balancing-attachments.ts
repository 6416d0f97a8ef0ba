import {
  all,
  any,
  type Fact,
  holds,
  known,
  type Truth,
  unknownFor,
  valueOr,
  type Why,
} from '../../fact/fact.ts';
import { opaqueValue, sameText } from '../../fact/opaque.ts';
import type { View } from '../../model/view.ts';
import { refOf } from './identity.ts';
import { property, spelled } from './property.ts';
import type { DeclaredResource, Estate } from './resource.ts';

/** The load balancers that send to a target group, by its ARN; unknown where an open listener, or another stack, may. */
export type Attachments = (arn: string) => Fact<readonly string[]>;

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';

/** A target group that a listener or a rule of one sends to, or why it is not known which. */
interface Forward {
  readonly to: Fact<string>;
  readonly exists: Fact<true>;
  /** The ARN of the load balancer, as far as the template tells it. */
  readonly balancer: string;
}

/** What the listeners of an estate and their rules send to. */
export function attachmentsIn(estate: Estate): Attachments {
  const listeners = estate.of(LISTENER).map((it) => ({
    it,
    arn: refOf(it, estate),
    balancer: balancerOf(it),
  }));
  const byListener = (arn: Fact<string>) => listeners.find((listener) => isSame(arn, listener.arn))?.balancer;
  const forwards = [
    ...listeners.flatMap(({ it, balancer }) => forwardsOf(it, 'DefaultActions', balancer)),
    ...estate
      .of(RULE)
      .flatMap((it) =>
        forwardsOf(
          it,
          'Actions',
          byListener(spelled(property(it.view as View, 'ListenerArn'))) ??
            opaqueValue(`the load balancer of ${it.id}`),
        ),
      ),
  ];
  const certain = certainOf(forwards);
  return (arn) => {
    const balancers = certain.get(arn);
    if (balancers) return known([...balancers]);
    const open = [...forwards.map((forward) => sendsTo(forward, arn)), elsewhere(estate, arn)].flatMap(whyOf);
    return open.length > 0 ? unknownFor(open) : known([]);
  };
}

/** The load balancers of what is certain to be sent somewhere, by where that is. */
function certainOf(forwards: readonly Forward[]): ReadonlyMap<string, ReadonlySet<string>> {
  const certain = new Map<string, Set<string>>();
  for (const { to, exists, balancer } of forwards) {
    const arn = valueOr(to, undefined);
    if (arn === undefined || !valueOr(exists, false)) continue;
    const balancers = certain.get(arn);
    if (balancers) balancers.add(balancer);
    else certain.set(arn, new Set([balancer]));
  }
  return certain;
}

function balancerOf(listener: DeclaredResource): string {
  const arn = spelled(property(listener.view as View, 'LoadBalancerArn'));
  return valueOr(arn, opaqueValue(`the load balancer of ${listener.id}`));
}

function isSame(arn: Fact<string>, other: string): boolean {
  return arn.match({
    known: (text) => valueOr(sameText(text, other), false),
    absent: () => false,
    unknown: () => false,
  });
}

/** An action names one target group, or several with weights; actions that authenticate or redirect name none. */
function forwardsOf({ view, exists }: DeclaredResource, actions: string, balancer: string): Forward[] {
  const found = (to: Fact<string>): Forward => ({ to, exists, balancer });
  return each(property(view as View, actions)).flatMap((action) => {
    if (!isView(action)) return found(action);
    const weighted = each(property(action, 'ForwardConfig', 'TargetGroups')).map((one) =>
      isView(one) ? spelled(property(one, 'TargetGroupArn')) : one,
    );
    return [spelled(property(action, 'TargetGroupArn')), ...weighted].map(found);
  });
}

/** The elements of a list, or the one fact that says why they are not known. */
function each(list: View): readonly (View | Fact<never>)[] {
  return (list.items as Fact<readonly View[]>).match<readonly (View | Fact<never>)[]>({
    known: (items) => items,
    absent: () => [],
    unknown: (why) => [unknownFor(why)],
  });
}

function isView(one: View | Fact<never>): one is View {
  return 'raw' in one;
}

function sendsTo({ to, exists }: Forward, arn: string): Truth {
  return all([
    holds(exists, () => true),
    to.match<Truth>({
      known: (text) => sameText(text, arn),
      absent: () => known(false),
      unknown: (why) => unknownFor(why),
    }),
  ]);
}

function whyOf(truth: Truth): readonly Why[] {
  return truth.match<readonly Why[]>({ known: () => [], absent: () => [], unknown: (why) => why });
}

/** What may make a listener send to it unseen: a stack or custom resource that is given its ARN, the rule that a service switches. */
function elsewhere(estate: Estate, arn: string): Truth {
  return any([inOtherStack(estate, arn), byServiceRule(estate, arn)]);
}

function inOtherStack(estate: Estate, arn: string): Truth {
  return any(
    (estate.unread ?? []).map(({ id, view }) =>
      mentions(view.raw, arn) ? notRead(`what ${id} does with the target group`) : known(false),
    ),
  );
}

/** Does the text stand anywhere in the value? */
function mentions(raw: unknown, text: string): boolean {
  if (typeof raw === 'string') return raw.includes(text);
  return typeof raw === 'object' && raw !== null && Object.values(raw).some((value) => mentions(value, text));
}

/** During a blue/green deployment ECS itself points a rule to the target groups of a service: one that stands elsewhere is not read. */
function byServiceRule(estate: Estate, arn: string): Truth {
  const own = [...estate.of(RULE), ...estate.of(LISTENER)].map((it) => refOf(it, estate));
  return any(
    estate.of('AWS::ECS::Service').flatMap(({ view }) =>
      each(property(view as View, 'LoadBalancers')).map((entry) => {
        if (!isView(entry)) return known(false);
        const advanced = property(entry, 'AdvancedConfiguration');
        const groups = [
          spelled(property(entry, 'TargetGroupArn')),
          spelled(property(advanced, 'AlternateTargetGroupArn')),
        ];
        if (!groups.some((group) => isSame(group, arn))) return known(false);
        const rule = spelled(property(advanced, 'ProductionListenerRule'));
        return rule.match<Truth>({
          known: (text) =>
            own.includes(text)
              ? known(false)
              : notRead('which target groups the production listener rule holds'),
          absent: () => known(false),
          unknown: (why) => unknownFor(why),
        });
      }),
    ),
  );
}

function notRead(detail: string): Fact<never> {
  return unknownFor([{ reason: 'unresolved', detail }]);
}
