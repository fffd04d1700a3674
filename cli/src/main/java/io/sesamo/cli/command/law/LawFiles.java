package io.sesamo.cli.command.law;

import io.sesamo.cli.command.Context;
import io.sesamo.cli.command.catalog.CatalogFiles;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.terminal.Line;
import io.sesamo.cli.terminal.Style;
import io.sesamo.law.Effect;
import io.sesamo.law.LawBook;
import io.sesamo.law.LawReader;
import io.sesamo.law.Memory;
import io.sesamo.model.catalog.CatalogFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** Reads the rules, and writes what is alike in the commands' answers. */
public final class LawFiles {

  private LawFiles() {}

  /** All rules and facts, the operator's on top. */
  static LawBook read(ParseResult arguments, Context context) {
    return read(CatalogFiles.folders(arguments, context), context);
  }

  /** What stands in these folders. */
  public static LawBook read(List<CatalogFolder> folders, Context context) {
    return switch (LawReader.read(folders, memory(context))) {
      case LawReader.Result.Accepted accepted -> accepted.book();
      case LawReader.Result.Refused refused -> throw CatalogFiles.refusal(refused.problems());
    };
  }

  /**
   * Beside the program, which the launcher names; where that cannot be written to, in Sesamo's
   * home.
   */
  private static Optional<Memory> memory(Context context) {
    Path home = context.home().folder().resolve("cache").resolve("law");
    return Optional.ofNullable(context.environment().get("SESAMO_DIST"))
        .filter(folder -> !folder.isBlank())
        .map(folder -> new Memory(List.of(Path.of(folder).resolve("law"), home)));
  }

  /** How a verdict is set off. */
  static Style style(Effect effect) {
    return switch (effect) {
      case ALLOW -> Style.GOOD;
      case NOTIFY -> Style.BUSY;
      case REVIEW, LICENCE -> Style.WAITING;
      case DENY -> Style.BAD;
    };
  }

  static Line word(Effect effect) {
    return new Line().add(effect.word(), style(effect));
  }

  /** Writes a picture where the person wants it. */
  static void write(String target, String picture) {
    try {
      Files.writeString(Path.of(target), picture);
    } catch (IOException | InvalidPathException e) {
      throw CliException.wrong("The picture cannot be written to " + target + ".");
    }
  }
}
