#!/usr/bin/env bash
# How long a board's flash lasts, by littlefs itself: the flash operations of a thousand simulated days are replayed on it, for parts of 4 MB and 16 MB.
#   tests/benchmarks/flash-wear.sh          fetches littlefs (git)
#   LITTLEFS=folder tests/benchmarks/flash-wear.sh    takes it from there
# Needs gcc. Takes about three minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
littlefs=${LITTLEFS:-$work/littlefs}
[[ -d $littlefs ]] || git clone --quiet --depth 1 --branch v2.11.2 https://github.com/littlefs-project/littlefs "$littlefs"
gcc -O2 -w -DLFS_NO_DEBUG -DLFS_NO_WARN -DLFS_NO_ERROR -I"$littlefs" -o "$work/replay" tests/benchmarks/littlefs/replay.c "$littlefs/lfs.c" "$littlefs/lfs_util.c"
EDGEWARNING_FLASH_TRACES=$work dotnet run -c Release --project tests/Firmware.Tests -- -noLogo -class '*YearsOfRain_Tests' | grep ' days of '
for kilobytes in 256 3072; do
  printf 'W settings.txt 0 400\nW ca.pem 0 1900\nW orders.a 0 633\nW orders.b 0 633\n' >"$work/all"
  cat "$work/$kilobytes.trace" >>"$work/all"
  echo "littlefs of $kilobytes KB: $("$work/replay" $((kilobytes / 4)) "$work/all")"
done
