#!/usr/bin/env bash
# Measures the promises for a whole county: 348 villages, 400 boards, one warning from the first click to the all-clear, in a real browser.
#   tests/benchmarks/county.sh
# Prints the figures for README.md. Run it on a machine that does nothing else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
dotnet build tests/Console.Tests -c Release -v quiet -nologo
exec tests/Console.Tests/bin/Release/net10.0/EdgeWarning.Console.Tests -noColor -noLogo -showLiveOutput -explicit only -class '*County_benchmark'
