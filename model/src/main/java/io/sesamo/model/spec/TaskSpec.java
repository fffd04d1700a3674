package io.sesamo.model.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One program of a workflow. Texts may still hold the job-time tokens ({@code {{output}}}, {@code
 * {{input:…}}}, {@code {{host:…}}}, {@code {{workflow_id}}}); {@link Tokens} fills them.
 *
 * @param name unique in the workflow
 * @param image container image, or a runtime's name
 * @param command at least one word
 * @param args appended to {@code command}
 * @param inputs in file order; the position is the index in {@code {{input:N}}}
 * @param outputs places that the output folder is copied to besides the object store
 * @param kpis JSON files in the output folder whose figures are shown to people
 * @param lead whether the group's result is this task's result
 * @param environment variables for the program
 * @param files files placed before the program starts
 * @param privileged asks for a privileged container
 * @param hostNetwork asks for the node's network
 * @param volumeMounts {@code src} or {@code src:dst} of node folders
 * @param credentials name of a stored credential to where it goes
 * @param downloadType how inputs get to the task; OSMO knows {@code download} alone
 * @param cacheSize as written; OSMO keeps it without a meaning
 * @param exitActions what an exit code leads to
 * @param checkpoints folders that are uploaded while the program runs
 * @param resource name of the entry of {@code resources:} it was given
 * @param resources what that entry says
 * @param sesamo what it says to Sesamo alone
 */
public record TaskSpec(
    String name,
    String image,
    List<String> command,
    List<String> args,
    List<InputSpec> inputs,
    List<OutputSpec> outputs,
    List<KpiSpec> kpis,
    boolean lead,
    Map<String, String> environment,
    List<FileSpec> files,
    boolean privileged,
    boolean hostNetwork,
    List<String> volumeMounts,
    Map<String, CredentialUse> credentials,
    Optional<String> downloadType,
    Optional<String> cacheSize,
    ExitActions exitActions,
    List<CheckpointSpec> checkpoints,
    String resource,
    ResourceSpec resources,
    SesamoTask sesamo) {

  public TaskSpec {
    command = List.copyOf(command);
    args = List.copyOf(args);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    kpis = List.copyOf(kpis);
    environment = Map.copyOf(environment);
    files = List.copyOf(files);
    volumeMounts = List.copyOf(volumeMounts);
    credentials = Map.copyOf(credentials);
    checkpoints = List.copyOf(checkpoints);
  }

  /** The same task with another program. */
  public TaskSpec running(String otherImage, List<String> otherCommand, List<String> otherArgs) {
    return new TaskSpec(
        name,
        otherImage,
        otherCommand,
        otherArgs,
        inputs,
        outputs,
        kpis,
        lead,
        environment,
        files,
        privileged,
        hostNetwork,
        volumeMounts,
        credentials,
        downloadType,
        cacheSize,
        exitActions,
        checkpoints,
        resource,
        resources,
        sesamo);
  }

  /** The same task with other inputs. */
  public TaskSpec reading(List<InputSpec> otherInputs) {
    return new TaskSpec(
        name,
        image,
        command,
        args,
        otherInputs,
        outputs,
        kpis,
        lead,
        environment,
        files,
        privileged,
        hostNetwork,
        volumeMounts,
        credentials,
        downloadType,
        cacheSize,
        exitActions,
        checkpoints,
        resource,
        resources,
        sesamo);
  }
}
