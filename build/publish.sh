#!/usr/bin/env bash
# Publishes the command line as one file for each kind of machine, which needs nothing installed, and packs it as a dotnet tool.
#   build/publish.sh [RID...]    linux-x64 linux-arm64 osx-x64 osx-arm64 win-x64 if none is named
# A machine's runtime comes from the package source. Where that has none, the machine is left out and named; REQUIRE_ALL=1 forbids it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
rids=("$@")
[ ${#rids[@]} -gt 0 ] || rids=(linux-x64 linux-arm64 osx-x64 osx-arm64 win-x64)
out=artifacts/publish
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
left_out=()

for rid in "${rids[@]}"; do
  # Folders of its own, so that a publish does not disturb the builds that tests use.
  if ! dotnet publish src/Rollouts.Cli -c Release -r "$rid" -p:PublishSingleFile=true --artifacts-path "$work/$rid" -o "$work/$rid/out" -v q >"$work/log" 2>&1; then
    if grep -q NU1101 "$work/log"; then left_out+=("$rid"); continue; fi
    cat "$work/log" >&2
    exit 1
  fi
  version=$(sed -n 's:.*<VersionPrefix>\(.*\)</VersionPrefix>.*:\1:p' Directory.Build.props)
  case $rid in win-*) suffix=.exe ;; *) suffix= ;; esac
  cp "$work/$rid/out/rollout$suffix" "$out/rollout-$version-$rid$suffix"
  echo "$out/rollout-$version-$rid$suffix  $(du -h "$out/rollout-$version-$rid$suffix" | cut -f1)"
done

dotnet pack src/Rollouts.Cli -c Release --artifacts-path "$work/tool" -o artifacts/packages -v q >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
ls artifacts/packages/RolloutFunctions.Cli.*.nupkg
(cd "$out" && sha256sum rollout-* >SHA256SUMS)

if [ ${#left_out[@]} -gt 0 ]; then
  echo "left out: ${left_out[*]}, the package source has no runtime for them" >&2
  [ "${REQUIRE_ALL:-0}" != 1 ]
fi
