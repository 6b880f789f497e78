#!/usr/bin/env bash
# Measures the promises of first light: a county of 200 boards, the default red warning, three runs, on this machine.
#   tests/benchmarks/first-light.sh [boards] [runs]
# Prints a table for README.md; the reports stay in run/benchmark/. Run it on a machine that does nothing else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
boards=${1:-200} runs=${2:-3}
out=run/benchmark
mkdir -p "$out"

field() { grep -o "\"$2\": *[0-9.]*" "$1" | head -n 1 | grep -o '[0-9.]*$'; }
# The max of one milestone: the report has one object for each.
latest() { grep -A 4 "\"$2\": {" "$1" | grep -o '"max": *[0-9.]*' | head -n 1 | grep -o '[0-9.]*$'; }

echo "| run | boards | gateway ready ms | last committed ms | last received ms | last playing ms | gateway MB | simulator MB | readings lost | exit |"
echo "|---|---|---|---|---|---|---|---|---|---|"
for run in $(seq "$runs"); do
  report=$out/$boards-$run.json
  code=0
  ./village.sh --once --boards "$boards" --data "$out/$boards-$run" --report "$report" >"$out/$boards-$run.log" 2>&1 || code=$?
  echo "| $run | $boards | $(field "$report" gatewayReadyMs) | $(latest "$report" committed) | $(latest "$report" received) | $(latest "$report" playing) | $(field "$report" gatewayPeakMb) | $(field "$report" simulatorPeakMb) | $(field "$report" lost) | $code |"
  rm -rf "${out:?}/$boards-$run"
done
