#!/usr/bin/env bash
# Reads rules that were changed at random: bench/law/fuzz.sh [--count N] [--seed N]
# Ends with 0 when none made the reader fail or take longer than a second, in 256 MB.
set -euo pipefail
cd "$(dirname "$0")/../.."

count=100000
seed=1
while [ $# -gt 0 ]; do
  case $1 in
    --count) count=$2 && shift 2 ;;
    --seed) seed=$2 && shift 2 ;;
    *) echo "usage: bench/law/fuzz.sh [--count N] [--seed N]" >&2 && exit 2 ;;
  esac
done
. bench/model.sh
java_options=(-Xmx256m)
run_module law io.sesamo.law.rule.RuleFuzz "$count" "$seed"
