import { not, valueOr } from '../../src/fact/fact.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { onFargate } from '../../src/model/launch.ts';
import { withoutRole } from '../../src/model/role.ts';
import { execEnabled, type Service } from '../../src/model/service.ts';
import { containers, windows } from '../../src/model/task-definition.ts';
import { updateServiceCommand } from '../../src/model/update-service-command.ts';
import { type Edit, type Fix, failsIf, notApplicable, type Verdicts } from '../../src/rule.ts';
import { addInit, hasInit, readyForExec } from './container-checks.ts';

/** A shell on the host is another way in, which only Fargate does not have. */
const WHY_ON_FARGATE =
  'there is no other way into a container on Fargate, and turning ECS Exec on later reaches only tasks that start afterwards';

/** Off is the default, and a task that was started with it off can never be entered. */
export function judgeOff(deployment: Deployment): Verdicts {
  const { service } = deployment;
  if (!service) return notApplicable('no service is deployed');
  const flag = service.view.get('enableExecuteCommand');
  return failsIf(not(execEnabled(service)), () => ({
    at: flag,
    message: `enableExecuteCommand is ${valueOr(flag.flag, undefined) === false ? 'false' : 'not given'}, so that ECS Exec can enter no container of the service`,
    ...(valueOr(onFargate(deployment), false) ? { why: WHY_ON_FARGATE } : {}),
    fixes: [...turnOn(deployment, service), ...updateCommand(deployment, service)],
  }));
}

/** The edit that turns it on, where the task definition is ready for it: else other problems come first. */
function turnOn(deployment: Deployment, service: Service): readonly Fix[] {
  if (service.form === 'describe') return [];
  const { taskDefinition } = deployment;
  const { view } = taskDefinition;
  const list = valueOr(containers(taskDefinition), []);
  const settled = [
    not(withoutRole(view.get('taskRoleArn'))),
    not(view.get('pidMode').given),
    not(windows(taskDefinition)),
    view.get('containerDefinitions').given,
  ].every((premise) => premise.match({ known: (is) => is, absent: () => false, unknown: () => false }));
  if (!settled || !readyForExec(list)) return [];
  const inits = list
    .filter((container) =>
      hasInit(container).match({ known: (is) => !is, absent: () => true, unknown: () => true }),
    )
    .map(addInit);
  const flag: Edit = { at: service.view.get('enableExecuteCommand'), op: 'set', value: true };
  return [
    {
      kind: 'edit',
      description:
        inits.length > 0
          ? 'turn ECS Exec on, and give the containers an init process for its sessions'
          : 'turn ECS Exec on',
      safe: false,
      edits: [flag, ...inits],
    },
  ];
}

function updateCommand(deployment: Deployment, service: Service): readonly Fix[] {
  const args = ['--enable-execute-command', '--force-new-deployment'];
  const command = updateServiceCommand(deployment, service, args);
  return command === undefined
    ? []
    : [
        {
          kind: 'command',
          description: 'turn ECS Exec on for a running service; only tasks started afterwards can be entered',
          command,
        },
      ];
}
