#!/usr/bin/env bash
# Calls every route of a real server with anything that its own description allows, and with much that it does not:
# bench/server/schemathesis.sh [MINUTES]   (else 10; parts of a minute too)
# Ends with 0 when no answer was a 5xx and every answer was as described; with 77 when the packages cannot be had.
set -euo pipefail
cd "$(dirname "$0")/../.."

environment=target/schemathesis
if ! cmp -s bench/server/requirements.txt "$environment/complete"; then
  rm -rf "$environment"
  if ! { python3 -m venv "$environment" &&
    "$environment/bin/pip" install -q --no-compile --require-hashes --only-binary :all: \
      -r bench/server/requirements.txt; } >target/schemathesis.log 2>&1; then
    echo "schemathesis is not run: its packages cannot be had (target/schemathesis.log says why)" >&2
    exit 77
  fi
  cp bench/server/requirements.txt "$environment/complete"
fi
exec "$environment/bin/python" -B bench/server/conformance.py "${1:-10}"
