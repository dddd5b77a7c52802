#!/usr/bin/env bash
# Compiles and lints the templates, with the rules of infra/bicepconfig.json; a warning fails. On demand: needs the Bicep compiler, as BICEP, bicep or the Azure CLI's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ -z "${BICEP:-}" ]; then
  if command -v bicep >/dev/null; then BICEP=bicep
  elif command -v az >/dev/null; then BICEP="az bicep"
  else echo "the Bicep compiler is needed: put bicep on the path, or install the Azure CLI" >&2; exit 1; fi
fi
case "$BICEP" in
  az*) said=$($BICEP lint --file infra/main.bicep 2>&1) || { echo "$said"; exit 1; } ;;
  *) said=$($BICEP lint infra/main.bicep 2>&1) || { echo "$said"; exit 1; } ;;
esac
[ -z "$said" ] || echo "$said"
if grep -qE ' : (Error|Warning) ' <<<"$said"; then exit 1; fi
echo "infra compiles, and the linter has nothing to say"
