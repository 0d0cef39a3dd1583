#!/usr/bin/env bash
# Run captioncheck check as the inputs ask (PATHS, FAIL_ON, BASELINE, SARIF, ARGS) and exit as it does.
set -euo pipefail
# shellcheck source=action/places.sh
source "$ACTION/action/places.sh"
bin=$(programs)
started=$(mktemp)
split=$(mktemp)

# Tell the steps to come how it went, and exit.
finish() {
  echo "exit-code=$1" >> "$GITHUB_OUTPUT"
  exit "$1"
}

# Append the words of the input $2, whose name is $1, to the command. Nothing in them is expanded.
append() {
  if ! WORDS=$2 "$bin/python" -I -c '
import os, shlex, sys
for word in shlex.split(os.environ["WORDS"]):
    sys.stdout.buffer.write(os.fsencode(word) + b"\0")' > "$split" 2> /dev/null; then
    echo "::error title=captioncheck::$1: a quote in it is not closed"
    finish 2
  fi
  local word
  while IFS= read -r -d '' word; do
    command+=("$word")
  done < "$split"
}

results=${RUNNER_TEMP:-/tmp}/captioncheck.json
command=("$bin/captioncheck" check --no-progress --output "json=$results")
[[ -z $FAIL_ON ]] || command+=(--fail-on "$FAIL_ON")
[[ -z $BASELINE ]] || command+=(--baseline "$BASELINE")
[[ -z $SARIF ]] || command+=(--output "sarif=$SARIF")
append args "$ARGS"
command+=(--)
append paths "$PATHS"

cd "$GITHUB_WORKSPACE"
code=0
"${command[@]}" || code=$?
# A file that was there before is no result of this run.
if [[ $results -nt $started ]]; then
  echo "results=$results" >> "$GITHUB_OUTPUT"
fi
if [[ -n $SARIF && $SARIF -nt $started ]]; then
  echo "sarif=$SARIF" >> "$GITHUB_OUTPUT"
fi
finish "$code"
