#!/usr/bin/env bash
# 500 signed clicks in 10 seconds over 50 launches, host and people and their Slack together on one core: how long the answers take.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build tests/Rollouts.Benchmarks -c Release --nologo -v q >/dev/null
exec taskset -c "${CORE:-0}" dotnet tests/Rollouts.Benchmarks/bin/Release/net10.0/Rollouts.Benchmarks.dll --slack
