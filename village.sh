#!/usr/bin/env bash
# Runs a whole county on this machine: gateway, broker, boards, weather, one warning. ./village.sh --help shows what else it can do.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=village/prerequisites.sh
source "$here/village/prerequisites.sh"

log=$(mktemp)
printf 'building (a minute the first time) ...' >&2
if ! dotnet build "$here/village/EdgeWarning.Village.csproj" "${build_flags[@]}" >"$log" 2>&1 </dev/null; then
  printf ' failed\n' >&2
  cat "$log" >&2
  rm -f "$log"
  exit 1
fi
rm -f "$log"
printf ' done\n' >&2
exec "$here/village/bin/Release/net10.0/EdgeWarning.Village" "$@"
