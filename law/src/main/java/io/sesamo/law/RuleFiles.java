package io.sesamo.law;

import io.sesamo.model.Location;
import io.sesamo.model.Problem;
import io.sesamo.model.catalog.CatalogFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The files of rules in folders of the catalogue.
 *
 * @param names in the order in which they are read, as in {@code rules/us.yaml}, each once
 * @param problems what else lies there: rules are never left out without a word
 */
public record RuleFiles(List<String> names, List<Problem> problems) {

  private static final String FOLDER = "rules";

  /** All of a folder together; beyond it the program would want for memory. */
  private static final long MOST_BYTES = 4 << 20;

  /** Ours, in the order in which their rules are told. */
  private static final List<String> OURS =
      List.of(
          "rules/us.yaml",
          "rules/cn.yaml",
          "rules/trade.yaml",
          "rules/data.yaml",
          "rules/coverage.yaml");

  public RuleFiles {
    names = List.copyOf(names);
    problems = List.copyOf(problems);
  }

  /** Those of all these folders: they are a part of what is read. */
  public static RuleFiles of(List<CatalogFolder> folders) {
    List<RuleFiles> all = folders.stream().map(RuleFiles::of).toList();
    return new RuleFiles(
        all.stream().flatMap(files -> files.names().stream()).distinct().toList(),
        all.stream().flatMap(files -> files.problems().stream()).toList());
  }

  /** Those of one folder. */
  static RuleFiles of(CatalogFolder folder) {
    return switch (folder) {
      case CatalogFolder.Shipped shipped -> new RuleFiles(OURS, List.of());
      case CatalogFolder.Kept kept ->
          new RuleFiles(
              kept.texts().keySet().stream()
                  .filter(name -> name.startsWith(FOLDER + "/"))
                  .sorted()
                  .toList(),
              List.of());
      case CatalogFolder.Own own -> own(own.folder().resolve(FOLDER));
    };
  }

  /** The problems that are errors. */
  public List<Problem> errors() {
    return problems.stream()
        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
        .toList();
  }

  private static RuleFiles own(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return new RuleFiles(List.of(), List.of());
    }
    List<String> names = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      problems.add(error(folder, "This is not a folder.", "Rules lie in files in it."));
      return new RuleFiles(names, problems);
    }
    try (Stream<Path> files = Files.list(folder)) {
      files.sorted().forEach(file -> sort(file, names, problems));
      if (bytes(folder, names) > MOST_BYTES) {
        names.clear();
        problems.add(error(folder, "The files of rules in it have more than 4 MiB.", ""));
      }
    } catch (IOException | RuntimeException unreadable) {
      problems.add(error(folder, "This folder cannot be read.", "Check who may read it."));
    }
    return new RuleFiles(names, problems);
  }

  private static long bytes(Path folder, List<String> names) throws IOException {
    long bytes = 0;
    for (String name : names) {
      bytes += Files.size(folder.resolveSibling(name));
    }
    return bytes;
  }

  private static void sort(Path file, List<String> names, List<Problem> problems) {
    String name = String.valueOf(file.getFileName());
    String small = name.toLowerCase(Locale.ROOT);
    boolean yaml = small.endsWith(".yaml") || small.endsWith(".yml");
    if (Files.isDirectory(file)) {
      problems.add(error(file, "Rules in a folder of this folder are not read.", "Move them up."));
    } else if (yaml && !name.endsWith(".yaml") && !name.endsWith(".yml")) {
      problems.add(error(file, "Names of files of rules end in .yaml.", "Rename it."));
    } else if (yaml && !Files.exists(file) && !name.startsWith(".")) { // editors lock with .#name
      problems.add(error(file, "This is a link to nothing that can be read.", "Mend it."));
    } else if (yaml && Files.exists(file)) {
      names.add(FOLDER + "/" + name);
    } else {
      problems.add(
          Problem.warning(
              Location.wholeFile(file.toString()),
              "This file is not read.",
              "Rules end in .yaml."));
    }
  }

  private static Problem error(Path place, String message, String advice) {
    return Problem.error(Location.wholeFile(place.toString()), message, advice);
  }
}
