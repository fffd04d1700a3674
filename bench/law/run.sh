#!/usr/bin/env bash
# How many verdicts a second the law gives, on one thread, beside CEL's own evaluator.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=${1:-5}
. bench/model.sh
java_options=()
run_module law io.sesamo.law.LawBench "$seconds"
