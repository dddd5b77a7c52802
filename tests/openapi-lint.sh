#!/usr/bin/env bash
# Lints docs/openapi.json with two public linters, Redocly's and Spectral's recommended rules. On demand: needs node and npm.
# Two rules are left out: the document names neither a licence nor a contact.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=artifacts/openapi-lint
mkdir -p "$work"
[ -d "$work/node_modules/@redocly/cli" ] || npm install --silent --no-audit --no-fund --prefix "$work" @redocly/cli@2 @stoplight/spectral-cli@6
printf 'extends: ["spectral:oas"]\nrules: { info-contact: off }\n' >"$work/spectral.yaml"
"$work/node_modules/.bin/redocly" lint docs/openapi.json --skip-rule info-license
"$work/node_modules/.bin/spectral" lint docs/openapi.json --ruleset "$work/spectral.yaml" --fail-severity warn
