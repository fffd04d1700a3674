#!/usr/bin/env bash
# How fast a gang of 512 accelerators and a queue of 1,000 groups are placed in a fleet of a million accelerators,
# within 2 GB of memory. Exits 1 when a goal is missed.
#
#   bench/placement/scale.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/../.."

. bench/model.sh
java_options=(-Xmx2g)
run_module placement io.sesamo.placement.sim.ScaleBench "$@"
