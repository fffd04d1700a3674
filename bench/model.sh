# Sourced by the benchmarks of the module model: run_model MAIN ARGUMENTS... runs a main class of its
# tests, with the options of Java in the array java_options.
JAVA_HOME=$(./sesamo --print-jdk)
export JAVA_HOME

run_model() {
  local class_path
  class_path=$(mktemp)
  ./mvnw -q -B -ntp -Dchecks=false -pl model test-compile dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$class_path"
  local all
  all=model/target/classes:model/target/test-classes:$(cat "$class_path")
  rm -f "$class_path"
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC "${java_options[@]}" -cp "$all" "$@"
}
