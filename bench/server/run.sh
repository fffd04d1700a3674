#!/usr/bin/env bash
# Measures what one server answers while the load comes from the same machine:
# bench/server/run.sh [requests] [followers] [sockets] [--seconds N] [--folder FOLDER]
# Needs h2load (apt-get install nghttp2-client).
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v h2load >/dev/null; then
  echo "bench/server needs h2load: apt-get install nghttp2-client" >&2
  exit 2
fi
exec python3 -B bench/server/main.py "$@"
