package io.sesamo.backend.local;

import io.sesamo.engine.backend.Launch;
import io.sesamo.engine.backend.Launch.Input;
import io.sesamo.engine.backend.Launch.TaskLaunch;
import io.sesamo.engine.data.ManifestId;
import io.sesamo.model.Resources;
import io.sesamo.model.spec.CheckpointSpec;
import io.sesamo.model.spec.CredentialUse;
import io.sesamo.model.spec.ExitActions;
import io.sesamo.model.spec.FileSpec;
import io.sesamo.model.spec.InputSpec;
import io.sesamo.model.spec.KpiSpec;
import io.sesamo.model.spec.OutputSpec;
import io.sesamo.model.spec.ResourceSpec;
import io.sesamo.model.spec.SesamoTask;
import io.sesamo.model.spec.TaskSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes launches in few words. */
final class Specs {

  private final String name;
  private String image = "ubuntu:24.04";
  private List<String> command = List.of("true");
  private List<String> args = List.of();
  private Map<String, String> environment = Map.of();
  private Map<String, CredentialUse> credentials = Map.of();
  private List<FileSpec> files = List.of();
  private List<OutputSpec> outputs = List.of();
  private List<KpiSpec> kpis = List.of();
  private final List<CheckpointSpec> checkpoints = new ArrayList<>();
  private final List<Input> inputs = new ArrayList<>();
  private Resources amount = Resources.NONE;
  private List<Integer> accelerators = List.of();

  private Specs(String name) {
    this.name = name;
  }

  static Specs task(String name) {
    return new Specs(name);
  }

  /** A task that runs a shell script. */
  static Specs script(String name, String text) {
    return task(name).command("sh", "-c", text);
  }

  Specs command(String... words) {
    command = List.of(words);
    return this;
  }

  Specs args(String... words) {
    args = List.of(words);
    return this;
  }

  Specs image(String wanted) {
    image = wanted;
    return this;
  }

  Specs environment(Map<String, String> variables) {
    environment = variables;
    return this;
  }

  Specs file(String path, String contents) {
    files = List.of(new FileSpec(path, contents, false));
    return this;
  }

  Specs checkpoint(String path, String regex) {
    checkpoints.add(new CheckpointSpec(path, "s3://bucket/points", Duration.ofMinutes(1), regex));
    return this;
  }

  Specs credentials(Map<String, CredentialUse> uses) {
    credentials = uses;
    return this;
  }

  Specs output(String url, String regex) {
    outputs = List.of(new OutputSpec(url, regex));
    return this;
  }

  Specs kpi(String path) {
    kpis = List.of(new KpiSpec("0", path));
    return this;
  }

  Specs input(String task, ManifestId manifest, String regex) {
    inputs.add(new Input(new InputSpec.FromTask("", task, regex), Optional.of(manifest)));
    return this;
  }

  Specs input(String url, String regex) {
    inputs.add(new Input(new InputSpec.FromUrl(url, regex), Optional.empty()));
    return this;
  }

  Specs amount(Resources wanted) {
    amount = wanted;
    return this;
  }

  Specs accelerators(Integer... numbers) {
    accelerators = List.of(numbers);
    return this;
  }

  TaskLaunch build() {
    TaskSpec spec =
        new TaskSpec(
            name,
            image,
            command,
            args,
            inputs.stream().map(Input::spec).toList(),
            outputs,
            kpis,
            true,
            environment,
            files,
            false,
            false,
            List.of(),
            credentials,
            Optional.empty(),
            Optional.empty(),
            ExitActions.NONE,
            checkpoints,
            "default",
            ResourceSpec.DEFAULT,
            SesamoTask.NONE);
    return new TaskLaunch(spec, "node", "local", "", amount, accelerators, inputs);
  }

  /** A launch of workflow {@code w}, group {@code g}, of these tasks. */
  static Launch launch(int attempt, Specs... tasks) {
    return launch(false, attempt, tasks);
  }

  static Launch launch(boolean barrier, int attempt, Specs... tasks) {
    return launch(new Launch.Place("default", "", false), barrier, attempt, tasks);
  }

  /** The same in another place. */
  static Launch launch(Launch.Place place, boolean barrier, int attempt, Specs... tasks) {
    return new Launch(
        "w.g." + attempt,
        "w",
        "g",
        attempt,
        place,
        barrier,
        List.of(tasks).stream().map(Specs::build).toList());
  }
}
