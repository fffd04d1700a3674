# Sourced by benchmarks: run_module MODULE MAIN ARGUMENTS... runs a main class of a module's tests, with
# the options of Java in the array java_options; run_model does so for the module model.
JAVA_HOME=$(./sesamo --print-jdk)
export JAVA_HOME

run_model() { run_module model "$@"; }

run_module() {
  local module=$1 class_path
  shift
  class_path=$(mktemp)
  ./mvnw -q -B -ntp -Dchecks=false -pl "$module" -am test-compile dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$class_path"
  local all
  all=$module/target/classes:$module/target/test-classes:$(cat "$class_path")
  rm -f "$class_path"
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC "${java_options[@]}" -cp "$all" "$@"
}
