import { bash } from './bash.ts';

/** What the loop is told on its command line, and that nothing of it means anything to a query or to JSON. */
export const OPTIONS = bash`
usage() {
  printf '%s\n' \
    'usage: keep-alive.sh (--target ID | --cluster NAME (--service NAME | --task ID) [--container NAME]) --port N [options]' \
    '' \
    '  --target ID        a managed node: mi-... or i-...' \
    '  --cluster NAME     the cluster of the service or task' \
    '  --service NAME     the newest running task of this service, also after a deployment' \
    '  --task ID          this task; where a service runs it, also the task that replaces it' \
    '  --container NAME   the container to go through; by default the first in which ECS Exec runs' \
    '  --port N           the port in the container or on the node, or on --host' \
    '  --host NAME        go on from there to this host, such as a database' \
    '  --local-port N     the port here; by default the same' \
    '  --region NAME, --profile NAME' \
    '  --login WORDS --   run this when the credentials have expired: --login aws sso login --profile ops --' \
    '  --probe WORDS --   the tunnel is up while this succeeds: --probe pg_isready -h 127.0.0.1 -p 5432 --' \
    '  --interval N       seconds between two probes' \
    '' \
    'Exit status: 2 usage; 3 credentials; 4 what no further attempt can mend; 129, 130 and 143 stopped by a signal.'
}

say() { printf '%s keep-alive: %s\n' "$(date '+%Y-%m-%d %H:%M:%S')" "$1" >&2; }

die() { # message, exit status
  say "$1"
  exit "$2"
}

wrong_usage() {
  printf 'keep-alive: %s\n\n' "$1" >&2
  usage >&2
  exit 2
}

while [ "$#" -gt 0 ]; do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    --login | --probe)
      name=$1
      shift
      words=()
      while [ "$#" -gt 0 ] && [ "$1" != -- ]; do
        words[\${#words[@]}]=$1
        shift
      done
      if [ "$#" -eq 0 ] || [ "\${#words[@]}" -eq 0 ]; then
        wrong_usage "$name takes the words of a command, and -- after them"
      fi
      shift
      if [ "$name" = --login ]; then login=("\${words[@]}"); else probe=("\${words[@]}"); fi
      ;;
    --target | --cluster | --service | --task | --container | --port | --host | --local-port | --region | --profile | --interval)
      [ "$#" -ge 2 ] || wrong_usage "$1 takes a value"
      case $1 in
        --target) target=$2 ;;
        --cluster) cluster=$2 ;;
        --service) service=$2 ;;
        --task) task=$2 runtime='' ;;
        --container) container=$2 ;;
        --port) port=$2 ;;
        --host) host=$2 ;;
        --local-port) local_port=$2 ;;
        --region) region=$2 ;;
        --profile) profile=$2 ;;
        --interval) interval=$2 ;;
      esac
      shift 2
      ;;
    *) wrong_usage "there is no option $(printf %q "$1")" ;;
  esac
done

check() { # option, value, the characters that it may hold
  local LC_ALL=C
  case $2 in *[!$3]*) wrong_usage "$1 is not of the expected form" ;; esac
}
cluster=\${cluster##*/}
service=\${service##*/}
task=\${task##*/}
[ -n "$local_port" ] || local_port=$port
check --target "$target" 'a-z0-9-'
check --cluster "$cluster" 'A-Za-z0-9_-'
check --service "$service" 'A-Za-z0-9_-'
check --task "$task" 'A-Za-z0-9-'
check --container "$container" 'A-Za-z0-9_-'
check --host "$host" 'A-Za-z0-9_.:-'
check --port "$port" '0-9'
check --local-port "$local_port" '0-9'
check --interval "$interval" '0-9'
[ -n "$port" ] || wrong_usage '--port is missing'
[ "$interval" -gt 0 ] 2>/dev/null || wrong_usage '--interval is not of the expected form'
if [ -n "$target" ]; then
  [ -z "$cluster$service$task" ] || wrong_usage '--target is a managed node, and --cluster leads to a task: say one of them'
elif [ -z "$cluster" ] || [ -z "$service$task" ]; then
  wrong_usage 'say --target, or --cluster with --service or --task'
fi

options=(--cli-connect-timeout 10 --cli-read-timeout 30)
if [ -n "$region" ]; then options=("\${options[@]}" --region "$region"); fi
if [ -n "$profile" ]; then options=("\${options[@]}" --profile "$profile"); fi
document=AWS-StartPortForwardingSession
parameters="{\"portNumber\":[\"$port\"],\"localPortNumber\":[\"$local_port\"]}"
if [ -n "$host" ]; then
  document=AWS-StartPortForwardingSessionToRemoteHost
  parameters="{\"host\":[\"$host\"],\"portNumber\":[\"$port\"],\"localPortNumber\":[\"$local_port\"]}"
fi

command -v aws >/dev/null 2>&1 || die 'there is no aws on the PATH: install the AWS CLI' 4
folder=$(mktemp -d "\${TMPDIR:-/tmp}/keep-alive.XXXXXX") || die 'no folder for temporary files' 4
say "what the session prints stands in $folder/session.log"
if [ -n "\${AWS_SESSION_TOKEN:-}" ]; then
  say 'these credentials are exported keys, which nothing renews: a profile renews its own'
fi
`;
