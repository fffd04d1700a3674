#!/usr/bin/env bash
# How fast specs are read, on one thread, beside Jinja2, PyYAML and pydantic where python3 has them.
set -euo pipefail
cd "$(dirname "$0")/../.."

corpus=${1:-../shared/data/osmo/cookbook}
if [ ! -d "$corpus" ]; then
  echo "There is no folder $corpus. Name a folder with OSMO's specs: bench/spec/run.sh FOLDER" >&2
  exit 2
fi
. bench/model.sh
java_options=()
read -r count rate < <(run_model io.sesamo.model.spec.SpecBench "$corpus" 10)
printf '%-44s %8s\n' "reader ($count specs, one thread)" 'specs/s'
printf '%-44s %8s\n' 'Sesamo: templates, YAML, model and checks' "$rate"
if python3 -c 'import jinja2, yaml' 2>/dev/null; then
  read -r peer kind < <(python3 bench/spec/peer.py "$corpus" 5)
  printf '%-44s %8s\n' "Jinja2 and PyYAML ($kind)" "$peer"
  printf 'ratio %s\n' "$(awk "BEGIN { printf \"%.1f\", $rate / $peer }")"
else
  echo 'python3 has no jinja2 and yaml: no peer in this run'
fi
