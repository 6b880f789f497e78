#!/usr/bin/env bash
# Everything that must be true before a change lands: builds without a warning, is formatted, and every test passes.
#   ./check.sh              all of it
#   ./check.sh Gateway      the test projects whose name contains "Gateway", after the same build
# Ends with "N passed, N failed" and, where tests were skipped, ", N skipped" (each says why). CI calls this file and nothing else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec </dev/null
only=${1:-}
with_tests=1
# shellcheck source=village/prerequisites.sh
source village/prerequisites.sh

say() { printf '== %s\n' "$*"; }
started=$SECONDS

passed=0 failed=0 skipped=0
# What failed, told once more at the end: the tests' own output is long.
failures=$(mktemp)
trap 'rm -f "$failures"' EXIT

say "build"
if ! dotnet restore EdgeWarning.sln -v quiet -nologo -nodeReuse:false || ! dotnet build EdgeWarning.sln --no-restore -warnaserror "${build_flags[@]}"; then
  say "it does not build: no test ran"
  echo "0 passed, 1 failed"
  exit 1
fi
say "built in $((SECONDS - started)) s"

if [[ -z $only ]]; then
  format_started=$SECONDS
  say "format"
  if dotnet format whitespace EdgeWarning.sln --no-restore --verify-no-changes -v quiet; then
    say "formatted: checked in $((SECONDS - format_started)) s"
  else
    failed=$((failed + 1))
    say "not formatted (counted as one failure): dotnet format whitespace EdgeWarning.sln mends it"
  fi
fi

if [[ -z $only ]]; then
  console_started=$SECONDS console_code=0
  say "console"
  gateway/console/build.sh --check || console_code=$?
  case $console_code in
    0) passed=$((passed + 1)) && say "console: its types are sound and the committed bundle is what it builds; $((SECONDS - console_started)) s" ;;
    3) skipped=$((skipped + 1)) && say "console: not checked (counted as skipped)" ;;
    *) failed=$((failed + 1)) && say "console: see above (counted as one failure)" ;;
  esac
fi

# What a test program said at its end, as "total failed skipped"; nothing when it did not come to its end. First xunit's words, then MSTest's.
summary_of() {
  local log=$1 name=$2 total
  if [[ $(grep -E "^ *$name +Total: [0-9]+, " "$log" | tail -n 1) =~ Total:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Failed:\ ([0-9]+),\ Skipped:\ ([0-9]+),\ Not\ Run:\ ([0-9]+) ]]; then
    echo "$((BASH_REMATCH[1] + BASH_REMATCH[2] - BASH_REMATCH[5])) $((BASH_REMATCH[2] + BASH_REMATCH[3])) ${BASH_REMATCH[4]}"
  elif total=$(grep -A 5 "^Test run summary: " "$log" | tr -d '\n') && [[ $total =~ total:\ ([0-9]+)\ +failed:\ ([0-9]+)\ +succeeded:\ [0-9]+\ +skipped:\ ([0-9]+) ]]; then
    echo "${BASH_REMATCH[1]} ${BASH_REMATCH[2]} ${BASH_REMATCH[3]}"
  fi
}

# The failed tests of a test program's output with the first lines of each reason: xunit's "[FAIL]", MSTest's "failed Name (1s 2ms)".
failures_of() {
  grep -aE -A 14 '\[FAIL\]$|^failed [A-Za-z_]' "$1" | grep -avE '\[PASS\]|^passed ' || true
}

# One test project: its output as it comes, then its line. A project that ends without a summary has failed, whatever it printed.
run_tests() {
  local project=$1 name executable log total="" bad="" left="" project_started=$SECONDS code=0
  name=$(basename "$project" .csproj)
  executable=$(dirname "$project")/bin/Release/net10.0/$name
  log=$(mktemp)
  say "$name"
  local options=(-noColor -noLogo -longRunning 30)
  grep -q EnableMSTestRunner "$project" && options=(--ansi off --progress off)
  timeout --kill-after=10 480 "$executable" "${options[@]}" 2>&1 | tee "$log" || code=$?
  read -r total bad left < <(summary_of "$log" "$name") || true
  if ((code != 0)); then
    { echo "-- $name"; failures_of "$log"; } >>"$failures"
  fi
  rm -f "$log"
  if [[ -z ${total:-} ]]; then
    failed=$((failed + 1))
    say "$name: ended with code $code and without a summary after $((SECONDS - project_started)) s: counted as one failure"
    return
  fi
  if ((code != 0 && bad == 0)); then
    bad=1
    total=$((total + 1))
    say "$name ended with code $code although no test failed"
  fi
  local good=$((total - bad - left))
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left))
  say "$name: $good passed, $bad failed, $left skipped in $((SECONDS - project_started)) s"
}

for project in tests/*.Tests/*.csproj; do
  if [[ -z $only || $project == *"$only"* ]]; then
    run_tests "$project"
  fi
done

if [[ -s $failures ]]; then
  say "failed"
  cat "$failures"
fi
say "all in $((SECONDS - started)) s"
if ((passed == 0 && failed == 0)); then
  say "no test ran"
  failed=1
fi
((skipped == 0)) && printf '%d passed, %d failed\n' "$passed" "$failed" || printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
((failed == 0))
