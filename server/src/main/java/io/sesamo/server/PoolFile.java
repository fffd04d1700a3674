package io.sesamo.server;

import io.sesamo.backend.local.LocalConfig;
import io.sesamo.model.Problem;
import io.sesamo.model.spec.Quantities;
import io.sesamo.model.spec.SpecReader;
import io.sesamo.model.yaml.YamlException;
import io.sesamo.model.yaml.YamlNode;
import io.sesamo.model.yaml.YamlNode.Mapping;
import io.sesamo.model.yaml.YamlNode.Scalar;
import io.sesamo.model.yaml.YamlNode.Sequence;
import io.sesamo.model.yaml.YamlReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an operator may say of this machine's pool in {@code pool.yaml} in the home folder:
 *
 * <pre>
 * images: strict              # refuse images that nothing here can run; else: host
 * inputs: [/data/robots]      # folders that file:// inputs may be read from
 * outputs: [/data/results]    # folders that file:// outputs may be written to
 * sandbox: required           # no pool without a sandbox; else: where-possible, none
 * network: group              # each group has a network of its own; else: machine
 * cores: 8                    # how many CPU cores it offers; else: as many as the machine has
 * processes: 1000             # how many processes and threads a task may have at a time; else: 4096
 * log: 1Gi                    # how long a task's log may be; else: 256Mi
 * tasks: 1000                 # how many tasks a workflow may have; else: 20
 * tags: [nightly, demo]       # what workflows may be tagged with; else: nothing
 * emulated: 16                # how many tasks of emulated pools run here at a time; else: 2 for each core
 * </pre>
 *
 * @param config what it says of the machine
 * @param mostTasks how many tasks a workflow may have
 * @param tags what workflows may be tagged with
 */
record PoolFile(LocalConfig config, int mostTasks, List<String> tags) {

  private static final int LARGEST = 1_000_000;
  private static final long SMALLEST_LOG = 1 << 16;
  static final Pattern TAG = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

  /**
   * Reads it.
   *
   * @param usual what holds where the file says nothing, or is not there
   * @throws StartException when it says what it must not
   */
  static PoolFile read(Path file, LocalConfig usual) throws IOException {
    PoolFile silent = new PoolFile(usual, SpecReader.USUAL_TASKS, List.of());
    if (!Files.exists(file)) {
      return silent;
    }
    List<Problem> warnings = new ArrayList<>();
    try {
      return switch (YamlReader.read(file.toString(), 1, Files.readString(file), warnings)) {
        case Mapping mapping -> apply(mapping, usual);
        case Scalar scalar when scalar.value() == YamlNode.Null.NULL -> silent;
        case Scalar scalar -> throw wrong(scalar, "must be a map");
        case Sequence sequence -> throw wrong(sequence, "must be a map");
      };
    } catch (YamlException e) {
      throw new StartException(e.problem().toString());
    }
  }

  private static PoolFile apply(Mapping mapping, LocalConfig usual) {
    LocalConfig config = usual;
    int mostTasks = SpecReader.USUAL_TASKS;
    List<String> tags = List.of();
    List<Path> inputs = usual.inputRoots();
    List<Path> outputs = usual.outputRoots();
    for (Map.Entry<String, YamlNode> entry : mapping.entries().entrySet()) {
      switch (entry.getKey()) {
        case "images" -> config = config.withOtherImages(images(entry.getValue()));
        case "inputs" -> inputs = folders(entry.getValue());
        case "outputs" -> outputs = folders(entry.getValue());
        case "sandbox" -> config = config.withIsolation(sandbox(entry.getValue()));
        case "network" -> config = config.withNetwork(network(entry.getValue()));
        case "cores" -> config = config.withCores(number(entry.getValue(), "cores", LARGEST));
        case "processes" ->
            config = config.withProcesses(number(entry.getValue(), "processes", LARGEST));
        case "log" -> config = config.withLogBytes(size(entry.getValue(), "log"));
        case "emulated" ->
            config = config.withEmulatedTasks(number(entry.getValue(), "emulated", LARGEST));
        case "tags" -> tags = tags(entry.getValue());
        case "tasks" -> mostTasks = number(entry.getValue(), "tasks", SpecReader.MOST_TASKS);
        default ->
            throw wrong(
                entry.getValue(),
                "has no field "
                    + entry.getKey()
                    + "; images, inputs, outputs, sandbox, network, cores, processes, log, tasks,"
                    + " tags, emulated");
      }
    }
    return new PoolFile(config.withRoots(inputs, outputs), mostTasks, tags);
  }

  private static LocalConfig.OtherImages images(YamlNode node) {
    if (node instanceof Scalar scalar && scalar.text().equals("strict")) {
      return LocalConfig.OtherImages.STRICT;
    }
    if (node instanceof Scalar scalar && scalar.text().equals("host")) {
      return LocalConfig.OtherImages.ON_THIS_SYSTEM;
    }
    throw wrong(node, "says images: strict or images: host");
  }

  private static LocalConfig.Isolation sandbox(YamlNode node) {
    Optional<LocalConfig.Isolation> isolation =
        node instanceof Scalar scalar ? Options.isolation(scalar.text()) : Optional.empty();
    return isolation.orElseThrow(() -> wrong(node, "says sandbox: " + Options.ISOLATIONS));
  }

  private static LocalConfig.Network network(YamlNode node) {
    if (node instanceof Scalar scalar && scalar.text().equals("machine")) {
      return LocalConfig.Network.MACHINE;
    }
    if (node instanceof Scalar scalar && scalar.text().equals("group")) {
      return LocalConfig.Network.GROUP;
    }
    throw wrong(node, "says network: machine or network: group");
  }

  private static int number(YamlNode node, String field, int most) {
    if (node instanceof Scalar scalar
        && scalar.value() instanceof BigInteger number
        && number.signum() > 0
        && number.compareTo(BigInteger.valueOf(most)) <= 0) {
      return number.intValueExact();
    }
    throw wrong(node, "says " + field + ": a whole number from 1 to " + most);
  }

  private static long size(YamlNode node, String field) {
    return Optional.of(node)
        .filter(Scalar.class::isInstance)
        .flatMap(scalar -> Quantities.bytes(((Scalar) scalar).text()))
        .filter(bytes -> bytes >= SMALLEST_LOG)
        .orElseThrow(() -> wrong(node, "says " + field + ": a size of at least 64Ki, as in 256Mi"));
  }

  private static List<String> tags(YamlNode node) {
    if (!(node instanceof Sequence sequence)) {
      throw wrong(node, "lists tags, such as tags: [nightly, demo]");
    }
    List<String> tags = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      if (!(item instanceof Scalar scalar) || !TAG.matcher(scalar.text()).matches()) {
        throw wrong(item, "lists tags of at most 63 letters, digits and any of -_.");
      }
      tags.add(scalar.text());
    }
    return List.copyOf(tags);
  }

  private static List<Path> folders(YamlNode node) {
    if (!(node instanceof Sequence sequence)) {
      throw wrong(node, "lists folders");
    }
    List<Path> folders = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      if (!(item instanceof Scalar scalar) || !scalar.text().startsWith("/")) {
        throw wrong(item, "lists folders by their absolute paths");
      }
      folders.add(Path.of(scalar.text()));
    }
    return folders;
  }

  private static StartException wrong(YamlNode node, String words) {
    return new StartException(node.where() + ": pool.yaml " + words + ".");
  }
}
