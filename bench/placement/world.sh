#!/usr/bin/env bash
# 2,000 workflows of robot learning over a fleet of many countries, under its law and with its data: what they cost,
# emit and take with sesamo's objectives, and when each group takes the cheapest, nearest or first place.
# Exits 1 when sesamo is not better in its objective.
#
#   bench/placement/world.sh [--workflows N] [--seeds N]
set -euo pipefail
cd "$(dirname "$0")/../.."

. bench/model.sh
java_options=(-Xmx3g --sun-misc-unsafe-memory-access=allow) # the law's CEL needs it still
run_module placement io.sesamo.placement.sim.WorldBench "$@"
