import { bash } from './bash.ts';

/** Starting a session, watching it, and what comes after its end. */
export const SUPERVISION = bash`
attempts=0 # failures in a row
healthy=0  # probes answered in a row
logins=0   # logins since AWS took the credentials
first=yes
told_expired=''

start_session() {
  : >"$folder/session.log"
  starting=yes
  set -m # a process group of its own: the plugin is to go with the AWS CLI
  aws ssm start-session "\${options[@]}" --target "$target" --document-name "$document" --parameters "$parameters" \
    >"$folder/session.log" 2>&1 </dev/null &
  session=$!
  set +m
  starting=''
  if [ -n "$stopped_by" ]; then exit "$stopped_by"; fi
  local left=$start_timeout
  while session_runs; do
    if tunnel_answers; then return 0; fi
    if [ "$left" -le 0 ]; then
      reason="local port $local_port did not answer within $start_timeout seconds"
      return 1
    fi
    pause 1
    left=$((left - 1))
  done
  reason="no session: $(trouble_in "$folder/session.log")"
  return 1
}

# Has Session Manager ended the session? The plugin may hold the port open all the same.
ended_elsewhere() {
  local id
  id=$(sed -n 's/^Starting session with SessionId: \([A-Za-z0-9_.@=,+-]*\).*$/\1/p' "$folder/session.log" | head -n 1)
  [ -n "$id" ] || return 1
  if ! ask aws ssm describe-sessions "\${options[@]}" --state History --filters "key=SessionId,value=$id" \
    --output text --query 'Sessions[0].Status'; then
    if credentials_refused "$folder/trouble"; then
      if [ "\${#login[@]}" -gt 0 ]; then
        renew_credentials
      elif [ -z "$told_expired" ]; then
        told_expired=yes
        say 'the credentials have expired: the session lives until its connection is closed the next time, so log in before'
      fi
    elif hopeless "$folder/trouble"; then
      ask_every=0
    fi
    return 1
  fi
  logins=0
  case $(answer) in Terminated | Terminating | Failed) return 0 ;; *) return 1 ;; esac
}

watch_session() {
  local failures=0 probes=0 warned=''
  while :; do
    pause "$interval"
    if ! session_runs; then
      reason="the plugin ended: $(trouble_in "$folder/session.log")"
      return
    fi
    if tunnel_answers; then
      failures=0
      healthy=$((healthy + 1))
      if [ $((healthy * interval)) -ge "$healthy_after" ]; then attempts=0; fi
    else
      failures=$((failures + 1))
      healthy=0
      if [ "$failures" -ge "$max_failures" ]; then
        reason="local port $local_port does not answer any more"
        return
      fi
    fi
    if [ -z "$warned" ] && grep -q 'Connection to destination port failed' "$folder/session.log"; then
      warned=yes
      say "the tunnel is up, and its far end refuses: does anything listen on port $port there?"
    fi
    probes=$((probes + 1))
    if [ "$ask_every" -gt 0 ] && [ $((probes % ask_every)) -eq 0 ] && ended_elsewhere; then
      reason='Session Manager has ended the session, although the plugin still holds the port'
      return
    fi
  done
}

credentials_refused() { # file
  grep -q -i -E 'ExpiredToken|RequestExpired|UnrecognizedClient|InvalidClientTokenId|token .*(has|is) expired|session .*expired|sso.* token|Unable to locate credentials|reauthenticate' "$1"
}

hopeless() { # file
  grep -q -i -E 'AccessDenied|SessionManagerPlugin is not found|address already in use|ClusterNotFound|ServiceNotFound|Parameter validation failed|must specify a region|config profile .* could not be found|InvalidDocument' "$1"
}

renew_credentials() {
  if [ "\${#login[@]}" -eq 0 ]; then
    die 'the credentials have expired or are missing: log in and start this again (with --login it does so itself)' 3
  fi
  if [ "$logins" -ge 2 ]; then die 'the credentials are refused although the login command succeeded' 3; fi
  logins=$((logins + 1))
  say 'the credentials have expired: running the login command'
  "\${login[@]}" <&0 >&2 &
  helper=$!
  wait "$helper"
  local status=$?
  helper=''
  if [ "$status" -ne 0 ]; then die "the login command failed with exit status $status" 3; fi
}

# Doubled from backoff_first to backoff_most; a random part, at most half, is taken off, so that many loops do not come back at once.
back_off() {
  local delay=$backoff_first n=0
  while [ "$n" -lt "$attempts" ] && [ "$delay" -lt "$backoff_most" ]; do
    delay=$((delay * 2))
    n=$((n + 1))
  done
  if [ "$delay" -gt "$backoff_most" ]; then delay=$backoff_most; fi
  attempts=$((attempts + 1))
  delay=$((delay - RANDOM % (delay / 2 + 1)))
  say "next attempt in $delay s"
  pause "$delay"
}

recover() { # file with what was said
  if credentials_refused "$1"; then
    renew_credentials
  elif hopeless "$1"; then
    die 'no further attempt can mend this' 4
  fi
  back_off
}

while :; do
  if port_open; then
    if [ "$first" = yes ]; then die "local port $local_port is in use by another program" 4; fi
    say "local port $local_port is still open"
    back_off
    continue
  fi
  first=no
  if ! find_target; then
    say "no target: $(trouble_in "$folder/trouble")"
    recover "$folder/trouble"
    continue
  fi
  say "starting a session to $target"
  if start_session; then
    say "the tunnel is up: 127.0.0.1:$local_port"
    logins=0
    healthy=0
    told_expired=''
    watch_session
  fi
  say "$reason"
  stop_session
  recover "$folder/session.log"
done
`;
