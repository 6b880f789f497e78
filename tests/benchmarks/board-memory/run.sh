#!/usr/bin/env bash
# run.sh WORK PROJECT HEAP-KB FLASH-FOLDER : starts a board's program (compiled by compile.py) on the interpreter in a heap of so many KB, until Ctrl-C.
set -euo pipefail
work=$1 project=$2 heap=$3
name=$(basename "$project" .nfproj)
files=()
while read -r reference; do
  files+=("$work/pe/${reference/#ground/EdgeWarning.Ground}.pe")
done < <(grep -oP '(?<=<Reference Include=")[^"]+|(?<=<ProjectReference Include=").*(?=\.nfproj")' "$project" | sed 's|.*/||')
NANO_FLASH=$4 NANOCLR_HEAP=$((heap * 1024)) exec "$work/build/bin/nanoFramework.nanoCLR.test" "${files[@]}" "$work/pe/$name.pe"
