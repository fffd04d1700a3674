#!/usr/bin/env bash
# Two simulated months of four tenants that want more than there is: shares against entitlements, waits,
# what backfill brings, and preemptions, each of them judged; --verbose prints them. Exits 1 when a goal is missed.
#
#   bench/placement/fairness.sh [SEED] [--verbose]
set -euo pipefail
cd "$(dirname "$0")/../.."

. bench/model.sh
java_options=(-Xmx2g)
run_module placement io.sesamo.placement.sim.FairnessBench "$@"
