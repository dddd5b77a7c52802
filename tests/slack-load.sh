#!/usr/bin/env bash
# 500 signed clicks in 10 seconds over 50 launches, host and people and their Slack together on one core: how long the answers take.
#   tests/slack-load.sh             the embedded host
#   tests/slack-load.sh functions   the app on the Functions host, beside an emulated storage; needs what tests/run.sh needs for the outer ring
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ "${1:-}" = functions ]; then
  export CLICK_LAUNCHES=${CLICK_LAUNCHES:-50} CLICK_SECONDS=${CLICK_SECONDS:-10} REQUIRE_OUTER=1
  dotnet test tests/RolloutFunctions.Tests -c Release --nologo -v q --filter "FullyQualifiedName~ClicksOnTheHost" --logger "console;verbosity=detailed" |
    grep -E '^  (Passed|Failed)|signed clicks|Error Message|^ +at |^Total|error'
  exit
fi
dotnet build tests/Rollouts.Benchmarks -c Release --nologo -v q >/dev/null
exec taskset -c "${CORE:-0}" dotnet tests/Rollouts.Benchmarks/bin/Release/net10.0/Rollouts.Benchmarks.dll --slack
