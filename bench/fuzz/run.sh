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

JAVA_HOME=$(./sesamo --print-jdk)
export JAVA_HOME
class_path=$(mktemp)
trap 'rm -f "$class_path"' EXIT
./mvnw -q -B -ntp -Dchecks=false -pl model test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$class_path"

folders=(examples)
corpus=../shared/data/osmo
if [ -d "$corpus" ]; then
  folders+=("$corpus/cookbook" "$corpus/probes")
else
  echo "No corpus in $corpus: only the examples are changed." >&2
fi
"$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC \
  -cp "model/target/classes:model/target/test-classes:$(cat "$class_path")" \
  io.sesamo.model.spec.SpecFuzz "$count" "$seed" "${folders[@]}"
