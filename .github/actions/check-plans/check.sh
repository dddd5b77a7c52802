#!/usr/bin/env bash
# Reads the plans named in $PLANS (files and folders, a line each) and plays their scenarios; runs on any machine with the .NET SDK:
#   PLANS=plans .github/actions/check-plans/check.sh
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source=$(cd "$here/../../.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
tools=${RUNNER_TEMP:-$(mktemp -d)}/rollout
if [ ! -x "$tools/rollout" ]; then
  # From the source beside this script, so that the plans are checked by the very version that the workflow names.
  log=$(cd "$source" && dotnet publish src/Rollouts.Cli -c Release -o "$tools" -v q 2>&1) || { echo "$log"; exit 1; }
fi
rollout() { "$tools/rollout" "$@"; }
mapfile -t plans < <(printf '%s\n' "${PLANS:-plans}" | sed 's/^[[:space:]]*//; s/[[:space:]]*$//; /^$/d')
[ "${#plans[@]}" -gt 0 ] || { echo "::error::no plans are named"; exit 2; }

[ -z "${GITHUB_ACTIONS:-}" ] || echo "::add-matcher::$here/problems.json"
failed=0
summary=${GITHUB_STEP_SUMMARY:-/dev/null}
say() { echo "$1"; echo "$1" >>"$summary"; }

rollout --version
checked=$(rollout check "${plans[@]}") || failed=1
echo "$checked"
{ echo '### Plans'; echo '```'; grep -E ': (fine|[0-9]+ error)' <<<"$checked"; echo '```'; } >>"$summary"

# Every file that is a plan must have its scenarios beside it.
while read -r plan; do
  [ -f "${plan%.yaml}.scenarios.yaml" ] && continue
  if [ "${SCENARIOS:-required}" = required ]; then say "::error file=$plan::there is no ${plan%.yaml}.scenarios.yaml"; failed=1; else say "$plan has no scenarios"; fi
done < <(sed -nE 's/^(.*\.yaml): fine, plan .*/\1/p' <<<"$checked")

with=()
for plan in "${plans[@]}"; do
  if [ -f "${plan%.yaml}.scenarios.yaml" ] || [ -n "$(find "$plan" -name '*.scenarios.yaml' -print -quit 2>/dev/null)" ]; then with+=("$plan"); fi
done
if [ ${#with[@]} -gt 0 ]; then
  played=$(rollout test "${with[@]}") || failed=1
  echo "$played"
  { echo '### Scenarios'; echo '```'; tail -n 20 <<<"$played"; echo '```'; } >>"$summary"
fi
exit $failed
