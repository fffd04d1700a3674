#!/usr/bin/env bash
# Runs workflows of many shapes, meanwhile kills the server, its PostgreSQL and the supervisor of the tasks:
# bench/chaos/run.sh [--kills N] [--seed N] [--minutes N] [--folder FOLDER]
# Ends with 0 when nothing was lost, nothing ran twice, and every output is what it must be.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! bwrap --version >/dev/null 2>&1; then
  echo 'bench/chaos needs bubblewrap: apt-get install bubblewrap' >&2
  exit 2
fi
exec python3 -B bench/chaos/chaos.py "$@"
