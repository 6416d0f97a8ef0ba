import { bash } from './bash.ts';

/**
 * Which task to go through: asked before each session, because a deployment replaces tasks. Session Manager calls a container
 * `ecs:<cluster>_<task>_<runtimeId>`, and DescribeTasks tells its runtime id.
 */
export const TARGET = bash`
find_target() {
  [ -n "$cluster" ] || return 0
  local arns='' arn='' status='' group='' found='' called=''
  local picked="containers[?name=='$container'] | [0].runtimeId"
  if [ -z "$container" ]; then
    picked="containers[?managedAgents[?name=='ExecuteCommandAgent' && lastStatus=='RUNNING']] | [0].runtimeId"
  fi
  if [ -n "$task" ]; then
    ask aws ecs describe-tasks "\${options[@]}" --cluster "$cluster" --tasks "$task" --output text \
      --query "tasks[0].[lastStatus, group, $picked, containers[?runtimeId=='$runtime'] | [0].name]" || return 1
    IFS=$'\t' read -r status group found called <<<"$(answer)"
    if [ -z "$service" ]; then
      case $group in service:*) service=\${group#service:} ;; esac
    fi
    if [ -n "$runtime" ] && [ -z "$container" ]; then
      case $called in '' | None) ;; *) container=$called found=$runtime ;; esac
      picked="containers[?name=='$container'] | [0].runtimeId"
    fi
    if [ "$status" = RUNNING ]; then
      use_task "$task" "$found"
      return
    fi
    case $status in '' | None) status='not known to ECS any more' ;; esac
    [ -n "$service" ] || die "task $task is $status, and no service is known to replace it: say --service" 4
    say "task $task is $status: going on with the newest task of service $service"
    task=''
  fi
  ask aws ecs list-tasks "\${options[@]}" --cluster "$cluster" --service-name "$service" --desired-status RUNNING \
    --max-items 100 --output text --query 'taskArns[]' || return 1
  arns=$(answer | tr '\t' '\n' | grep '^arn:')
  if [ -z "$arns" ]; then
    printf 'service %s has no running task\n' "$service" >"$folder/trouble"
    return 1
  fi
  # shellcheck disable=SC2086 # one word for each ARN
  ask aws ecs describe-tasks "\${options[@]}" --cluster "$cluster" --tasks $arns --output text \
    --query "sort_by(tasks[?lastStatus=='RUNNING' && startedAt], &to_string(startedAt))[-1].[taskArn, $picked]" || return 1
  IFS=$'\t' read -r arn found <<<"$(answer)"
  use_task "\${arn##*/}" "$found"
}

use_task() { # task id, runtime id
  case $1:$2 in
    :* | *: | None:* | *:None)
      echo 'no container of the task is ready for ECS Exec (enableExecuteCommand, --container)' >"$folder/trouble"
      return 1
      ;;
    *[!A-Za-z0-9:-]*)
      echo 'the answer of ECS is not of the expected form' >"$folder/trouble"
      return 1
      ;;
  esac
  target="ecs:\${cluster}_$1_$2"
}
`;
