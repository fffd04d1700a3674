#!/usr/bin/env bash
# Runs the commands of NVIDIA OSMO's own client against a Sesamo server, and compares what they print
# and end with: bench/osmo/run.sh CLIENT [--home HOME] [--show]
# Ends with 0 when every command does what it is expected to. See README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [[ $# -lt 1 || $1 == -* ]]; then
  echo 'bench/osmo/run.sh needs the client: bench/osmo/run.sh "$(command -v osmo)"; see bench/osmo/README.md' >&2
  exit 2
fi
exec python3 -B bench/osmo/osmo.py "$@"
