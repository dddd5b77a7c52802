#!/usr/bin/env bash
# Prints sizes and times: the command line's start, the embedded host's start and memory at rest, and what is published.
#   tests/footprint.sh [FILE]    FILE is a published rollout; without it one is published for this machine
# Times are medians of RUNS (9). The Functions app is measured where its packages restore.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
runs=${RUNS:-9}
rid=$(dotnet --info | sed -n 's/^ *RID: *//p' | head -1)
case $rid in *-x64) rid=linux-x64 ;; *-arm64) rid=linux-arm64 ;; esac
[ "$(uname)" = Linux ] || rid=$(dotnet --info | sed -n 's/^ *RID: *//p' | head -1)

now() { date +%s%N; }
median() { sort -n | sed -n "$((runs / 2 + 1))p"; }
line() { printf '%-52s %s\n' "$1" "$2"; }
timed() { for _ in $(seq "$runs"); do a=$(now); "$@" >/dev/null; echo $((($(now) - a) / 1000000)); done | median; }
size() { du -sk "$1" | awk '{ printf "%.1f MB", $1 / 1024 }'; }

file=${1:-}
if [ -z "$file" ]; then
  build/publish.sh "$rid" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
  file=$(sed -n 's:^\(artifacts/publish/rollout-[^ ]*\).*:\1:p' "$work/log")
fi
line "the command line in one file" "$(size "$file"), packed $(gzip -c "$file" | wc -c | awk '{ printf "%.1f MB", $1 / 1048576 }')"
line "rollout --version" "$(timed "$file" --version) ms"
line "rollout check, a plan of six weeks" "$(timed "$file" check plans/d7-ga-soft-launch.yaml) ms"
line "rollout test, its scenarios in virtual time" "$(timed "$file" test plans/d7-ga-soft-launch.yaml) ms"

start() {
  : >"$work/out"
  a=$(now)
  "$file" serve --data "$work/data" --url http://127.0.0.1:0 >"$work/out" 2>"$work/err" &
  server=$!
  until grep -q 'listening on' "$work/out"; do kill -0 "$server" || { cat "$work/err" >&2; exit 1; }; sleep 0.01; done
  started=$((($(now) - a) / 1000000))
}
stop() { kill "$server"; wait "$server" || true; server=; }
for _ in $(seq "$runs"); do start; echo "$started" >>"$work/starts"; stop; done
line "rollout serve, until it listens" "$(median <"$work/starts") ms"
start
url=$(sed -n 's/^listening on //p' "$work/out")
sleep 10
line "its memory at rest, no launch" "$(awk '/VmRSS/ { printf "%.0f MB", $2 / 1024 }' "/proc/$server/status")"
"$file" start plans/demo.yaml --name rest --as ada --url "$url" >/dev/null
"$file" get rest --url "$url" >/dev/null
sleep 10
line "its memory at rest, one launch" "$(awk '/VmRSS/ { printf "%.0f MB", $2 / 1024 }' "/proc/$server/status")"
stop

if dotnet restore tests/Outer.Probe/Outer.Probe.csproj >"$work/probe" 2>&1; then
  dotnet publish src/RolloutFunctions -c Release --artifacts-path "$work/functions" -o "$work/functions/out" -v q >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
  line "the Functions app, published" "$(size "$work/functions/out"), packed $(tar -C "$work/functions/out" -cz . | wc -c | awk '{ printf "%.1f MB", $1 / 1048576 }')"
else
  line "the Functions app" "left out, its packages do not restore here"
fi
