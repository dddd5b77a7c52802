#!/usr/bin/env bash
# Measures on the real Functions host: storage requests of a launch and what they cost, the time from an alert to the flag, bursts.
# Needs what tests/run.sh needs for the outer ring: AZURITE, FUNCTIONS_HOST (or func) and APPCONFIG_EMULATOR.
#   MEASURE_LAUNCHES  launches that are counted (5)        BURST           inputs at once to one launch (1000)
#   MEASURE_APP       another build of the app, such as that of the version before (the one built here)
#   CRASH_ROUNDS      kills (0: not killed here)           BURST_LAUNCHES  launches at once (200)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export MEASURE_SECONDS=${MEASURE_SECONDS:-60} BURST=${BURST:-1000} BURST_LAUNCHES=${BURST_LAUNCHES:-200} REQUIRE_OUTER=1
tests="FullyQualifiedName~StorageCosts|FullyQualifiedName~TheTimeToTheFlag|FullyQualifiedName~Bursts"
[ "${CRASH_ROUNDS:-0}" = 0 ] || tests="$tests|FullyQualifiedName~KilledOverAndOver|FullyQualifiedName~KilledWhilePeopleClick"
dotnet test tests/RolloutFunctions.Tests -c Release --nologo -v q --filter "${1:-$tests}" --logger "console;verbosity=detailed" |
  grep -E '^  (Passed|Failed)|^ +[^ ].*(requests|launches|inputs|alert|write|ratio|kills)|Error Message|^Total|error' || true
