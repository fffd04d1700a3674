#!/usr/bin/env bash
# How many transitions of the lifecycle are committed each second, beside pgbench in the same run.
#   bench/engine/store.sh [SECONDS of one measurement] [HOW MANY of each; the median is shown]
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v pgbench >/dev/null; then
  echo "pgbench is missing. Install it: apt-get install postgresql-contrib" >&2
  exit 2
fi
JAVA_HOME=$(./sesamo --print-jdk)
export JAVA_HOME
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
./mvnw -q -B -ntp -Dchecks=false -pl engine -am test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$folder/class-path"
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -Djava.util.logging.config.file=.mvn/test-logging.properties \
  -cp "engine/target/classes:engine/target/test-classes:$(cat "$folder/class-path")" \
  io.sesamo.engine.StoreBench "$folder" "${1:-5}" "${2:-5}"
