#!/usr/bin/env bash
# Builds the console's bundle into the gateway's sources, where it is committed.
#   ./build.sh            after a change of the console
#   ./build.sh --check    is the committed bundle what the sources build? Exit 3 when no Node.js is here to tell.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
bundle=../EdgeWarning.Gateway/Console/www

if ! command -v npm >/dev/null || ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null; then
  echo "the console is built with Node.js 20.19 or 22.12 and later, and npm; here is $(node --version 2>/dev/null || echo none)" >&2
  exit 3
fi

npm ci --ignore-scripts --no-progress >/dev/null
if [[ ${1:-} != --check ]]; then
  npm run --silent build
  exit
fi

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
npx --no-install tsc --noEmit
npx --no-install vite build --outDir "$fresh" --emptyOutDir --logLevel warn
diff -r "$fresh" "$bundle" || { echo "the committed bundle is not what these sources build: run gateway/console/build.sh" >&2; exit 1; }
