import { bash } from './bash.ts';

/** Signals, and how the loop starts, waits for and stops what it runs. */
export const PROCESSES = bash`
session=''    # the process group in which AWS CLI and plugin run
helper=''     # another command that is waited for
probing=''    # the command of --probe
starting=''   # a session is being started: a signal waits until its process is known
stopped_by='' # the signal that came meanwhile

stop_group() { # process group
  # The plugin ends its session on SIGINT; the AWS CLI leaves that signal to it.
  local signal
  for signal in INT TERM KILL; do
    kill "-$signal" -- "-$1" 2>/dev/null || return 0
    for _ in 1 2 3 4 5; do
      kill -0 -- "-$1" 2>/dev/null || return 0
      sleep 1
    done
  done
}

stop_session() {
  [ -n "$session" ] || return 0
  stop_group "$session"
  { wait "$session"; } 2>/dev/null
  session=''
}

leave() {
  trap '' HUP INT TERM
  if [ -n "$helper" ]; then kill "$helper" 2>/dev/null; fi
  if [ -n "$probing" ]; then kill "$probing" 2>/dev/null; fi
  stop_session
}

on_signal() { # exit status
  stopped_by=$1
  [ -z "$starting" ] || return 0
  exit "$1"
}

trap leave EXIT
trap 'on_signal 129' HUP
trap 'on_signal 130' INT
trap 'on_signal 143' TERM

# Sleeps in the background, because a trap waits for what runs in the foreground.
pause() { # seconds
  sleep "$1" &
  helper=$!
  wait "$helper"
  helper=''
}

ask() { # words of a command; what it says is left in answer and trouble
  "$@" >"$folder/answer" 2>"$folder/trouble" </dev/null &
  helper=$!
  wait "$helper"
  local status=$?
  helper=''
  return "$status"
}

answer() { tr -d '\r' <"$folder/answer"; }

# What AWS says of a failure, on one line, without what a terminal would obey, and without a token.
trouble_in() { # file
  grep -v -i -E 'token_?value' "$1" |
    grep -i -E 'error|exception|not found|not connected|unable|expired|denied|refused|in use|timed out|terminated|no running task|no container|expected form' |
    head -n 1 | LC_ALL=C tr -d '\000-\037\177' | cut -c 1-300 | grep . || echo 'it said no reason'
}

session_runs() { kill -0 "$session" 2>/dev/null; }

port_open() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$local_port") 2>/dev/null; then return 0; fi
  command -v nc >/dev/null 2>&1 && nc -z 127.0.0.1 "$local_port" >/dev/null 2>&1
}

# Through a dead tunnel a probe hangs and does not fail: after probe_timeout it counts as failed.
tunnel_answers() {
  port_open || return 1
  [ "\${#probe[@]}" -gt 0 ] || return 0
  "\${probe[@]}" >/dev/null 2>&1 </dev/null &
  probing=$!
  local left=$probe_timeout status
  while kill -0 "$probing" 2>/dev/null; do
    if [ "$left" -eq 0 ]; then kill "$probing" 2>/dev/null; fi
    if [ "$left" -lt 0 ]; then kill -KILL "$probing" 2>/dev/null; fi
    pause 1
    left=$((left - 1))
  done
  { wait "$probing"; } 2>/dev/null
  status=$?
  probing=''
  return "$status"
}
`;
