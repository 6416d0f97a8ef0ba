import {
  chain,
  type Fact,
  known,
  orElse,
  present,
  type Truth,
  truth,
  unknown,
  valueOr,
} from '../fact/fact.ts';
import type { ServiceShape } from './shapes.ts';
import type { View } from './view.ts';

/** What a service file is. */
export type ServiceForm =
  /** CreateService input, or a deploy tool's definition without name and cluster */
  | 'create'
  /** UpdateService input: an absent member means unchanged */
  | 'update'
  /** DescribeServices output */
  | 'describe';

/** A service as it is going to be created or updated, or as the account has it. Defaults of ECS are applied here, once. */
export interface Service {
  readonly form: ServiceForm;
  readonly view: View<ServiceShape>;
  /** The service's name: `serviceName`, or the last part of UpdateService's `service`. */
  readonly name: Fact<string>;
  /** The desired count that the account tells where the file gives none: what it is now, or the least of auto scaling. */
  readonly counted?: Fact<number>;
}

/** The service's name for questions to facts: also one that the deploy alone will tell, which no message can say. */
export function nameForFacts(service: Service): Fact<string> {
  return service.name.match<Fact<string>>({
    known: () => service.name,
    absent: () => service.name,
    unknown: () => (service.form === 'update' ? service.name : service.view.get('serviceName').reference),
  });
}

/** REPLICA unless the service says otherwise; UpdateService cannot change it, so its input leaves it unknown. */
export function schedulingStrategy(service: Service): Fact<string> {
  return orElse(service.view.get('schedulingStrategy').text, () => known('REPLICA'));
}

/**
 * REPLICA or DAEMON, also by what UpdateService input implies: it gives a desired count, and ECS takes none for DAEMON.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html#ECS-UpdateService-request-desiredCount
 */
export function impliedSchedulingStrategy(service: Service): Fact<string> {
  const counted = valueOr(present(service.view.get('desiredCount').number), false);
  return service.form === 'update' && counted ? known('REPLICA') : schedulingStrategy(service);
}

/** The deployment controller: ECS unless the service says otherwise. */
export function deploymentController(service: Service): Fact<string> {
  return orElse(service.view.get('deploymentController').get('type').text, () => known('ECS'));
}

/** The deployment strategy: ROLLING unless the deployment configuration says otherwise. */
export function deploymentStrategy(service: Service): Fact<string> {
  return orElse(service.view.get('deploymentConfiguration').get('strategy').text, () => known('ROLLING'));
}

/** The desired count. Where the file does not give it (auto scaling owns it, or a deploy tool keeps it) it is unknown. */
export function desiredCount(service: Service): Fact<number> {
  return orElse(
    service.view.get('desiredCount').number,
    () => service.counted ?? unknown({ reason: 'unresolved', detail: 'the service gives no desiredCount' }),
  );
}

/** What ECS fills in where a service made by the API names no percents. */
export const DEFAULT_PERCENTS = {
  REPLICA: { minimumHealthyPercent: 100, maximumPercent: 200 },
  DAEMON: { minimumHealthyPercent: 0, maximumPercent: 100 },
} as const;

/**
 * The lower bound of healthy tasks during a rolling deployment, in percent of the desired count.
 * Default 100; 0 for DAEMON services made by the API.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
export function minimumHealthyPercent(service: Service): Fact<number> {
  return percent(service, 'minimumHealthyPercent');
}

/** The upper bound of running tasks during a rolling deployment, in percent. Default 200; 100 for DAEMON services. */
export function maximumPercent(service: Service): Fact<number> {
  return percent(service, 'maximumPercent');
}

function percent(service: Service, member: 'minimumHealthyPercent' | 'maximumPercent'): Fact<number> {
  const given = service.view.get('deploymentConfiguration').get(member).number;
  return orElse(given, () =>
    chain(schedulingStrategy(service), (strategy) =>
      known<number>(DEFAULT_PERCENTS[strategy === 'DAEMON' ? 'DAEMON' : 'REPLICA'][member]),
    ),
  );
}

/** Health check grace period in seconds; 0 unless given. */
export function gracePeriod(service: Service): Fact<number> {
  return orElse(service.view.get('healthCheckGracePeriodSeconds').number, () => known(0));
}

/** Is ECS Exec turned on? Off unless given. */
export function execEnabled(service: Service): Truth {
  return orElse(service.view.get('enableExecuteCommand').flag, () => truth(false));
}
