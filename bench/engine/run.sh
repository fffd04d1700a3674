#!/usr/bin/env bash
# Measures the engine on this machine, each figure beside its peer in the same run:
# bench/engine/run.sh [throughput] [latency] [size] [large] [--rounds N] [--tasks N] [--folder FOLDER] ...
# Needs bubblewrap and, for the throughput, GNU parallel (apt-get install parallel).
set -euo pipefail
cd "$(dirname "$0")/../.."

for program in bwrap parallel; do
  if ! command -v "$program" >/dev/null; then
    echo "bench/engine needs $program: apt-get install bubblewrap parallel" >&2
    exit 2
  fi
done
exec python3 -B bench/engine/engine.py "$@"
