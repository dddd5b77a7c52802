#!/usr/bin/env bash
# Checks the Block Kit JSON of all golden messages against the types that Slack publishes (@slack/types). On demand: needs node and npm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=artifacts/slack-types
mkdir -p "$work"
[ -d "$work/node_modules/@slack/types" ] || npm install --silent --no-audit --no-fund --prefix "$work" @slack/types@2 typescript@5
{
  echo 'import type { KnownBlock } from "@slack/types";'
  for golden in tests/Rollouts.Engine.Tests/Messages/golden/*.txt; do
    echo "// $golden"
    echo "export const $(basename "$golden" .txt | tr - _): KnownBlock[] ="
    sed -n '/^\[$/,/^\]$/p' "$golden"
    echo ';'
  done
} > "$work/goldens.ts"
"$work/node_modules/.bin/tsc" --noEmit --strict --skipLibCheck --target es2022 --module nodenext --moduleResolution nodenext "$work/goldens.ts"
echo "$(grep -c '^export const' "$work/goldens.ts") messages are of Slack's types"
