#!/usr/bin/env bash
# Reads specs that were changed at random: bench/fuzz/run.sh [--count N] [--seed N]
# Ends with 0 when none made the reader fail or take longer than a second, in 256 MB.
set -euo pipefail
cd "$(dirname "$0")/../.."

count=1000000
seed=1
while [ $# -gt 0 ]; do
  case $1 in
    --count) count=$2 && shift 2 ;;
    --seed) seed=$2 && shift 2 ;;
    *) echo "usage: bench/fuzz/run.sh [--count N] [--seed N]" >&2 && exit 2 ;;
  esac
done

folders=(examples)
corpus=../shared/data/osmo
if [ -d "$corpus" ]; then
  folders+=("$corpus/cookbook" "$corpus/probes")
else
  echo "No corpus in $corpus: only the examples are changed." >&2
fi
. bench/model.sh
java_options=(-Xmx256m)
run_model io.sesamo.model.spec.SpecFuzz "$count" "$seed" "${folders[@]}"
