#!/usr/bin/env bash
# Builds and tests everything that can be built here. Ends with 'N passed, N failed, N skipped'.
#
# The outer ring (the Azure head) needs packages that not every source serves. tests/Outer.Probe holds nothing but those: if it
# restores, the whole solution is built and tested; if not, the inner ring alone is, and the outer tests count as skipped.
# REQUIRE_OUTER=1 forbids leaving the outer ring out.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

command -v dotnet >/dev/null || { echo "the .NET SDK 10 is needed: https://dot.net" >&2; exit 1; }

outer_projects() { find tests -name '*.csproj' -newermt 1970-01-01 | grep -E 'Rollouts\.Azure\.Tests|Rollouts\.Slack\.Tests|RolloutFunctions\.Tests' | sort; }

target=Inner.slnf
if [ -f tests/Outer.Probe/Outer.Probe.csproj ] && dotnet restore tests/Outer.Probe/Outer.Probe.csproj >"$results/probe.log" 2>&1; then
  target=RolloutFunctions.sln
  # Azurite stands in for Azure Storage; without it the tests that need it say so and are skipped.
  if [ -z "${AZURITE:-}" ] && ! command -v azurite >/dev/null && command -v npm >/dev/null; then
    [ -x artifacts/tools/node_modules/.bin/azurite ] || npm install --silent --no-audit --no-fund --prefix artifacts/tools azurite@3 >"$results/npm.log" 2>&1
    [ -x artifacts/tools/node_modules/.bin/azurite ] && export AZURITE="$PWD/artifacts/tools/node_modules/.bin/azurite"
  fi
elif [ "${REQUIRE_OUTER:-0}" = 1 ]; then
  cat "$results/probe.log" >&2
  echo "REQUIRE_OUTER=1, and the outer ring's packages do not restore" >&2
  exit 1
fi
echo "building $target"
dotnet build "$target" -c Release -v q || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

dotnet test "$target" -c Release --no-build -v q --logger "console;verbosity=normal" --logger "trx" --results-directory "$results" >"$results/test.log" 2>&1
code=$?
grep -vE '^\s+Passed |^\s+Skipped |^\[xUnit|^$|^info: |^      (Request|Execut)' "$results/test.log" | tail -n 200
# Once more at the end, with what was seen, where whoever reads only the last lines looks for it.
awk '
  /<UnitTestResult / {
    bad = /outcome="Failed"/
    if (bad) { name = $0; sub(/.* testName="/, "", name); sub(/".*/, "", name); took = $0; sub(/.* duration="/, "", took); sub(/".*/, "", took); print "failed: " name " after " took }
  }
  bad && /<Message>/ { saying = 1 }
  bad && saying { line = $0; gsub(/<[^>]*>/, "", line); print "    " line }
  /<\/StackTrace>|<\/ErrorInfo>/ { saying = 0 }' "$results"/*.trx 2>/dev/null

passed=0 failed=0 skipped=0
for trx in "$results"/*.trx; do
  [ -f "$trx" ] || continue
  counters=$(grep -o '<Counters [^>]*>' "$trx" | head -1)
  count() { echo "$counters" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"; }
  total=$(count total) ok=$(count passed) bad=$(count failed)
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + total - ok - bad))
done
if [ "$target" = Inner.slnf ]; then
  for project in $(outer_projects); do
    left_out=$(grep -rhoE '^\s*\[(\w*Fact|\w*Theory)\b' "$(dirname "$project")" --include='*.cs' | wc -l)
    echo "left out: $project ($left_out tests), its packages do not restore here"
    skipped=$((skipped + left_out))
  done
fi
[ $code -ne 0 ] && [ $failed -eq 0 ] && failed=1
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
