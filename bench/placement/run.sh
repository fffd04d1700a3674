#!/usr/bin/env bash
# All benchmarks of placement, the exact replay of published policies first. Exits 1 when a goal is missed, or
# when an exact policy differs from its authors' figures. Each can be run alone; the last takes by far the longest.
set -uo pipefail
cd "$(dirname "$0")" || exit 2

missed=0
for bench in openb scale fairness world; do
  echo "== $bench"
  "./$bench.sh" || missed=1
done
exit "$missed"
