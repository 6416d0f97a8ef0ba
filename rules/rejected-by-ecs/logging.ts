/** Log drivers' options and log routers. Which drivers Fargate has, and which options must be there, is another rule's. */
import {
  all,
  any,
  chain,
  equals,
  map,
  not,
  some,
  type Truth,
  truth,
  unknown,
  valueOr,
} from '../../src/fact/fact.ts';
import { awslogsOptionStatus, awslogsOptions, logDriversAsOf } from '../../src/knowledge/log-drivers.ts';
import { apiPage, guidePage } from '../../src/knowledge/sources.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import type { View } from '../../src/model/view.ts';
import { type Constraint, set } from './constraint.ts';
import { removal, safe, taskRow } from './forms.ts';
import { allContainers, containerOf, member } from './naming.ts';
import { owner } from './subject.ts';

const LOG = apiPage('API_LogConfiguration');
const OPTIONS = 'containerDefinitions[].logConfiguration.options';

export const logging: readonly Constraint[] = [
  taskRow({
    id: 'awslogs-option-unknown',
    where: OPTIONS,
    absentPasses: true,
    appliesTo: 'awslogs',
    when: 'the awslogs driver is given an option that it does not have',
    severity: 'error',
    source: LOG,
    asOf: logDriversAsOf,
    violated: (options) =>
      all([
        byAwslogs(options),
        chain(options.entries, (entries) => any(entries.map(([name]) => refused(name)))),
      ]),
    at: (options) => refusedOptions(options)[0]?.[1] ?? options,
    message: (options) => {
      const names = refusedOptions(options).map(([name]) => name);
      return `the awslogs driver of ${owner(options)} has no option ${names.join(', ')}, expected ${awslogsOptions().join(', ')}`;
    },
    fixes: (options, deployment) => [
      {
        kind: 'edit',
        description: `remove ${refusedOptions(options)
          .map(([name]) => name)
          .join(', ')}`,
        safe: safe({ severity: 'error' }, deployment),
        edits: refusedOptions(options).map(([, at]) => ({ at, op: 'remove' as const })),
      },
    ],
  }),
  taskRow({
    id: 'awslogs-datetime-and-multiline',
    where: OPTIONS,
    absentPasses: true,
    appliesTo: 'awslogs',
    when: 'awslogs is given both `awslogs-datetime-format` and `awslogs-multiline-pattern`',
    severity: 'warning',
    source: LOG,
    violated: (options) =>
      all([
        byAwslogs(options),
        member(options, 'awslogs-datetime-format').given,
        member(options, 'awslogs-multiline-pattern').given,
      ]),
    message: (options) =>
      `${owner(options)} has both awslogs-datetime-format and awslogs-multiline-pattern, expected one of them`,
  }),
  taskRow({
    id: 'firelens-router-unused',
    where: 'containerDefinitions[].firelensConfiguration',
    absentPasses: true,
    appliesTo: 'a container has firelensConfiguration',
    when: 'a container is a log router, and no container logs by awsfirelens',
    severity: 'error',
    source: guidePage('using_firelens'),
    violated: (router, deployment) => all([set(router), not(someLogsByFirelens(deployment))]),
    message: (router) =>
      `${owner(router)} has a firelensConfiguration, but no container has the log driver awsfirelens`,
    // Taking the router away makes it pass, though hardly what was meant: never by itself.
    fixes: (router) => [removal(router, false)],
  }),
  taskRow({
    id: 'firelens-two-routers',
    where: 'containerDefinitions[].firelensConfiguration',
    absentPasses: true,
    appliesTo: 'any',
    when: 'more than one container has a `firelensConfiguration`',
    severity: 'warning',
    source: guidePage('using_firelens'),
    violated: (router, deployment) =>
      all([
        set(router),
        any(containersBefore(router, deployment).map((container) => set(routerOf(container)))),
      ]),
    message: (router) =>
      `${owner(router)} is a second log router, expected one container with firelensConfiguration in a task`,
  }),
];

function byAwslogs(options: View): Truth {
  return equals((options.parent as View<{ logDriver?: string }>).get('logDriver').text, 'awslogs');
}

/** Refused, or taken, or an option of Docker's own driver of which nobody knows what ECS says. */
function refused(name: string): Truth {
  const status = awslogsOptionStatus(name);
  return status === 'undocumented'
    ? unknown({
        reason: 'undecidable',
        detail: `AWS's pages do not say whether ECS takes the awslogs option ${name}`,
      })
    : truth(status === 'refused');
}

function refusedOptions(options: View): readonly (readonly [string, View])[] {
  return valueOr(
    map(options.entries, (entries) => entries.filter(([name]) => valueOr(refused(name), false))),
    [],
  );
}

function someLogsByFirelens(deployment: Deployment): Truth {
  return some(allContainers(deployment), (container) => {
    const log = (container as View<{ logConfiguration?: { logDriver?: string } }>).get('logConfiguration');
    return equals(log.get('logDriver').text, 'awsfirelens');
  });
}

function routerOf(container: View): View {
  return member(container, 'firelensConfiguration');
}

function containersBefore(router: View, deployment: Deployment): readonly View[] {
  const all = valueOr(allContainers(deployment), []);
  const own = containerOf(router)?.key;
  return typeof own === 'number' ? all.slice(0, own) : [];
}
