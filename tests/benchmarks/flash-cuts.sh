#!/usr/bin/env bash
# What a power cut leaves of a file, by littlefs itself: power fails before and in the middle of every program and erase that the file operations of a simulated board make,
# in its first days and while it thins old readings. Holds the power-cut stories of the firmware tests against the real file system.
#   tests/benchmarks/flash-cuts.sh          fetches littlefs (git)
#   LITTLEFS=folder tests/benchmarks/flash-cuts.sh    takes it from there
# Needs gcc. Takes about two minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
littlefs=${LITTLEFS:-$work/littlefs}
[[ -d $littlefs ]] || git clone --quiet --depth 1 --branch v2.11.2 https://github.com/littlefs-project/littlefs "$littlefs"
gcc -O2 -w -DLFS_NO_DEBUG -DLFS_NO_WARN -DLFS_NO_ERROR -I"$littlefs" -o "$work/cut" tests/benchmarks/littlefs/cut.c "$littlefs/lfs.c" "$littlefs/lfs_util.c"
EDGEWARNING_FLASH_TRACES=$work dotnet run -c Release --project tests/Firmware.Tests -- -noLogo -class '*YearsOfRain_Tests' >"$work/days" || { cat "$work/days"; exit 1; }
grep -v '^P' "$work/256.trace" >"$work/all"
thinning=$(grep -nE '^W log\.[0-9]+ 0 528$' "$work/all" | head -n 1 | cut -d: -f1)
echo "first days: $("$work/cut" 64 "$work/all" 100 400)"
echo "thinning: $("$work/cut" 64 "$work/all" $((thinning - 20)) 80)"
