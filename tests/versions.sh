#!/usr/bin/env bash
# Launches under way while another version of the app takes over: builds the app of an older commit, starts launches on it, and goes on with this one.
# Needs what tests/run.sh needs for the outer ring. Usage: tests/versions.sh COMMIT
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
commit=${1:?the commit of the version before, such as the last release}
old=$(mktemp -d)
trap 'rm -rf "$old"' EXIT
git archive "$commit" | tar -x -C "$old"
dotnet build "$old/src/RolloutFunctions" -c Release --nologo -v q
export OLD_APP="$old/src/RolloutFunctions/bin/Release/net10.0" REQUIRE_OUTER=1
dotnet test tests/RolloutFunctions.Tests -c Release --nologo -v q --filter "FullyQualifiedName~TwoVersions" --logger "console;verbosity=normal" |
  grep -E '^  (Passed|Failed)|Error Message|^ +at |^Total|error|did not'
