#!/usr/bin/env bash
# What action.yml runs: the command once, with a report for each place where GitHub shows something.
set -euo pipefail

say_no() {
  printf '::error title=ecs-preflight::%s\n' "$1"
  exit 2
}

command -v node > /dev/null || say_no 'Node.js 20.19 or later is needed: run actions/setup-node first'

case $INPUT_COMMAND in
  check | audit) ;;
  *) say_no 'the input "command" is check or audit' ;;
esac

package=$INPUT_PACKAGE
if [ -z "$package" ]; then
  package=ecs-preflight@$(node -p 'require(process.argv[1]).version' "$ACTION_PATH/package.json")
fi

# One argument a line, whatever characters it holds; a carriage return comes from a workflow edited on Windows.
arguments=()
add_lines() {
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    if [ -n "${line//[[:space:]]/}" ]; then arguments+=("$line"); fi
  done <<< "$1"
}

scratch=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/ecs-preflight.XXXXXX")
report=$scratch/report.json
arguments+=("$INPUT_COMMAND" --format text --format "json=$report" --no-progress)
if [ "$INPUT_ANNOTATIONS" = true ]; then arguments+=(--format "github=$scratch/annotations"); fi
if [ "$INPUT_SUMMARY" = true ]; then arguments+=(--format "github-summary=$scratch/summary.md"); fi
if [ -n "$INPUT_SARIF" ]; then arguments+=(--format "sarif=$INPUT_SARIF"); fi
if [ -n "$INPUT_FAIL_ON" ]; then arguments+=(--fail-on "$INPUT_FAIL_ON"); fi
add_lines "$INPUT_ARGUMENTS"
# A list of changed files names what a pull request likes: none of its names is an option, such as --rules-dir=x.
arguments+=(--)
add_lines "$INPUT_FILES"

# The report for people quotes the files that are checked: none of its lines is a command to the runner.
token=$(node -p 'crypto.randomUUID()')
printf '::stop-commands::%s\n' "$token"
code=0
npx --yes --package "$package" -- ecs-preflight "${arguments[@]}" || code=$?
printf '\n::%s::\n' "$token"

# Without a report nothing was checked: the log says why, where nobody looks for it.
if [ ! -f "$report" ]; then
  printf '::error title=ecs-preflight::nothing was checked: the log of this step says why (exit code %s)\n' "$code"
fi
if [ -f "$scratch/annotations" ]; then cat "$scratch/annotations"; fi
if [ -f "$scratch/summary.md" ] && [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat "$scratch/summary.md" >> "$GITHUB_STEP_SUMMARY"
fi

count() {
  if [ ! -f "$report" ]; then return; fi
  node -p 'String(JSON.parse(fs.readFileSync(process.argv[1], "utf8")).summary[process.argv[2]])' "$report" "$1"
}
{
  echo "exit-code=$code"
  echo "errors=$(count error)"
  echo "warnings=$(count warning)"
  echo "unchecked=$(count unknown)"
  if [ -f "$report" ]; then
    echo "report=$report"
    # Absolute: other steps run elsewhere than in working-directory.
    if [ -n "$INPUT_SARIF" ] && [ -f "$INPUT_SARIF" ]; then
      echo "sarif=$(node -p 'path.resolve(process.argv[1])' "$INPUT_SARIF")"
    fi
  fi
} >> "${GITHUB_OUTPUT:-/dev/null}"
exit "$code"
