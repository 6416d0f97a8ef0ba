import { equals, type Fact, not, type Truth, unknown, valueOr } from '../../src/fact/fact.ts';
import { logDriversAsOf, requiredAwslogsOptions } from '../../src/knowledge/log-drivers.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { containerName } from '../../src/model/task-definition.ts';
import type { View } from '../../src/model/view.ts';
import {
  type Edit,
  type Failure,
  type Fix,
  failsIf,
  type Verdict,
  type Verdicts,
  where,
} from '../../src/rule.ts';
import {
  type Container,
  logGroup,
  logOption,
  logRegion,
  newGroup,
  USUAL_PREFIX,
} from './log-configuration.ts';

/** The options that awslogs cannot do without: group and region everywhere, the stream prefix on Fargate. */
export function judgeOptions(deployment: Deployment, fargate: Truth, container: Container): Verdicts {
  const driver = container.get('logConfiguration').get('logDriver');
  return where(equals(driver.text, 'awslogs'), 'the container does not log by awslogs', () =>
    requiredAwslogsOptions(true).flatMap((option) => judgeOption(deployment, fargate, container, option)),
  );
}

function judgeOption(
  deployment: Deployment,
  fargate: Truth,
  container: Container,
  option: string,
): readonly Verdict[] {
  const value = logOption(container, option);
  const judge = () =>
    failsIf(not(given(container, value)), () => failure(deployment, container, option, value));
  if (isRequiredEverywhere(option)) return [judge()];
  return [where(fargate, `${option} is required on Fargate only`, judge)].flat();
}

/** Is the option there? Unknown where the list of options is. */
function given(container: Container, value: View<string>): Fact<boolean> {
  const options = container.get('logConfiguration').get('options');
  return options.size.match<Fact<boolean>>({
    known: () => value.given,
    absent: () => options.given,
    unknown: (why) => unknown(...why),
  });
}

function failure(deployment: Deployment, container: Container, option: string, value: View<string>): Failure {
  const platform = isRequiredEverywhere(option) ? 'log driver awslogs' : 'log driver awslogs on Fargate';
  return {
    at: value,
    message: `${containerName(container)}: ${option} is not given, required by ${platform}`,
    asOf: logDriversAsOf(),
    fixes: fixes(deployment, container, option, value),
  };
}

function fixes(
  deployment: Deployment,
  container: Container,
  option: string,
  value: View<string>,
): readonly Fix[] {
  const text = usualValue(deployment, option);
  if (text === undefined) return [];
  const options = container.get('logConfiguration').get('options');
  const edit: Edit = valueOr(options.given, false)
    ? { at: value, op: 'set', value: text }
    : { at: options, op: 'set', value: { [option]: text } };
  return [
    ...(option === 'awslogs-group' ? newGroup(deployment) : []),
    {
      kind: 'edit',
      description: `set ${option} to ${text}`,
      // The group is a guess that has to exist when the task starts; a prefix or region that ECS demands changes nothing that runs.
      safe: option !== 'awslogs-group',
      edits: [edit],
    },
  ];
}

function usualValue(deployment: Deployment, option: string): string | undefined {
  switch (option) {
    case 'awslogs-group':
      return valueOr(logGroup(deployment), undefined);
    case 'awslogs-region':
      return valueOr(logRegion(deployment), undefined);
    default:
      return USUAL_PREFIX;
  }
}

function isRequiredEverywhere(option: string): boolean {
  return requiredAwslogsOptions(false).includes(option);
}
