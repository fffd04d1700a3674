#!/usr/bin/env bash
# How fast a gang of 512 accelerators and a queue of 1,000 groups are placed in a fleet of a million accelerators,
# with the memory and the garbage collector that ./sesamo gives its server. Exits 1 when a goal is missed.
#
#   bench/placement/scale.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/../.."

. bench/model.sh
read -ra java_options < <(sed -n "s/^server_options='\(.*\)'$/\1/p" sesamo)
[ ${#java_options[@]} -gt 0 ] || { echo "no server_options in sesamo" >&2 && exit 2; }
run_module placement io.sesamo.placement.sim.ScaleBench "$@"
