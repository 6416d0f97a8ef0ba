import { equals, holds, not, some, type Truth, valueOr } from '../../src/fact/fact.ts';
import { logDriversAsOf, supportedLogDrivers } from '../../src/knowledge/log-drivers.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { imageText, parseImage } from '../../src/model/image-reference.ts';
import { compatibleWith } from '../../src/model/launch.ts';
import { containerName, containers } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import { type Failure, type Fix, failsIf, type Verdicts, where } from '../../src/rule.ts';
import { type Container, lacking, logToCloudWatch } from './log-configuration.ts';

/** Fargate takes three log drivers. */
export function judgeDriver(deployment: Deployment, fargate: Truth, container: Container): Verdicts {
  const driver = container.get('logConfiguration').get('logDriver');
  const supported = supportedLogDrivers('FARGATE');
  const unsupported = holds(driver.text, (name) => !supported.includes(name));
  return where(fargate, 'the deployment is not one of Fargate', () =>
    failsIf(unsupported, () => ({
      at: placeOfFargate(deployment) ?? driver,
      message: `${containerName(container)}: logDriver is ${valueOr(driver.text, '')}, expected one of ${supported.join(', ')} on Fargate`,
      asOf: logDriversAsOf(),
      ...remedy(deployment, container),
    })),
  );
}

/** The edit, or what it needs to be one. */
function remedy(deployment: Deployment, container: Container): Pick<Failure, 'evidence' | 'fixes'> {
  const needs = lacking(deployment);
  return needs.length > 0
    ? { evidence: [`to log to CloudWatch Logs it needs what is not known here: ${needs.join(', ')}`] }
    : { fixes: logToCloudWatch(deployment, container) };
}

/** Where the service alone puts a task definition on Fargate that does not say it is made for it, that is what ECS refuses. */
function placeOfFargate(deployment: Deployment): View | undefined {
  const { service, asFargate } = deployment;
  if (!service || asFargate || valueOr(compatibleWith(deployment, 'FARGATE'), true)) return undefined;
  const launchType = service.view.get('launchType');
  return valueOr(equals(launchType.text, 'FARGATE'), false)
    ? (launchType as View)
    : (service.view.get('capacityProviderStrategy') as View);
}

/** What awsfirelens hands its lines to: a container of the task that is declared as the router. */
export function judgeRouter(deployment: Deployment, container: Container): Verdicts {
  const driver = container.get('logConfiguration').get('logDriver');
  const list = containers(deployment.taskDefinition);
  const routed = some(list, (other) => other.get('firelensConfiguration').given);
  return where(equals(driver.text, 'awsfirelens'), 'the container does not log by awsfirelens', () =>
    failsIf(not(routed), () => ({
      at: driver,
      message: `${containerName(container)}: logDriver is awsfirelens and no container has firelensConfiguration, expected one that is the log router`,
      fixes: declareRouter(valueOr(list, [])),
    })),
  );
}

/** The one container that runs Fluent Bit or Fluentd is the router that was meant. */
function declareRouter(list: readonly Container[]): readonly Fix[] {
  const routers = list.flatMap((container) => {
    const type = routerType(valueOr(imageText(container.get('image') as View), ''));
    const sends = equals(container.get('logConfiguration').get('logDriver').text, 'awsfirelens');
    return type && !valueOr(sends, true) ? [{ container, type }] : [];
  });
  const [router] = routers;
  if (!router || routers.length > 1) return [];
  return [
    {
      kind: 'edit',
      description: `declare ${containerName(router.container)} as the log router`,
      safe: true,
      edits: [{ at: router.container.get('firelensConfiguration'), op: 'set', value: { type: router.type } }],
    },
  ];
}

function routerType(image: string): 'fluentbit' | 'fluentd' | undefined {
  const { repository } = parseImage(image);
  if (/fluent-?bit/i.test(repository)) return 'fluentbit';
  return /fluentd/i.test(repository) ? 'fluentd' : undefined;
}

/** Is nothing said about logs? An unresolved configuration is said. */
export function judgeLogging(deployment: Deployment, fargate: Truth, container: Container): Verdicts {
  const configuration = container.get('logConfiguration');
  return where(fargate, 'the deployment is not one of Fargate', () =>
    failsIf(not(configuration.given), () => ({
      at: configuration,
      message: `${containerName(container)}: no logConfiguration is given, so that what the container writes on Fargate is lost`,
      ...remedy(deployment, container),
    })),
  );
}
