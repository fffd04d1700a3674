#!/usr/bin/env bash
# How much of a shared cluster each policy allocates, and how fast: bench/placement/openb.sh [--traces A,B] [--seeds N]
# [--data FOLDER]. Replays Alibaba's openb traces as the authors of FGD did. Ends with 1 when one of their policies does not
# reach exactly their figures or when Sesamo's does not allocate more than FGD; not when it is slow.
set -euo pipefail
cd "$(dirname "$0")/../.."

traces=all
seeds=10
data=../shared/data
while [ $# -gt 0 ]; do
  case $1 in
    --traces) traces=$2 && shift 2 ;;
    --seeds) seeds=$2 && shift 2 ;;
    --data) data=$2 && shift 2 ;;
    *) echo "usage: bench/placement/openb.sh [--traces A,B] [--seeds N] [--data FOLDER]" >&2 && exit 2 ;;
  esac
done
[ -d "$data/openb_orders" ] || { echo "no openb traces in $data" >&2 && exit 2; }
. bench/model.sh
java_options=()
run_module placement io.sesamo.placement.packing.PackingBench "$data" "$traces" "$seeds"
