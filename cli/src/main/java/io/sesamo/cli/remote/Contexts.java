package io.sesamo.cli.remote;

import io.sesamo.cli.background.Reasons;
import io.sesamo.cli.problem.CliException;
import io.sesamo.cli.problem.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file with the servers that a person has named. It holds tokens, so it is for nobody but him.
 *
 * @param file may not exist yet
 */
public record Contexts(Path file) {

  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  /**
   * What it says.
   *
   * @param current the context that commands use
   * @param servers in the order in which they were added
   */
  public record Content(String current, List<NamedServer> servers) {

    static final Content NOTHING = new Content(NamedServer.LOCAL, List.of());

    public Content {
      servers = List.copyOf(servers);
    }

    /** The server of that name; empty: it is the one of this machine. */
    public Optional<NamedServer> server(String name) {
      if (name.equals(NamedServer.LOCAL)) {
        return Optional.empty();
      }
      Optional<NamedServer> found =
          servers.stream().filter(server -> server.name().equals(name)).findFirst();
      if (found.isEmpty()) {
        List<String> names = servers.stream().map(NamedServer::name).toList();
        throw CliException.missing(
            "There is no context "
                + name
                + "."
                + Suggestions.question(name, names)
                + " `sesamo context list` shows them.");
      }
      return found;
    }

    /** With another context that commands use. */
    public Content use(String name) {
      server(name);
      return new Content(name, servers);
    }

    /** With a server in the place of the one of its name, or added to them. */
    public Content with(NamedServer server) {
      List<NamedServer> all = new ArrayList<>(servers);
      all.replaceAll(old -> old.name().equals(server.name()) ? server : old);
      if (!all.contains(server)) {
        all.add(server);
      }
      return new Content(current, all);
    }

    /** Without a server; commands then use the one of this machine, if they used that. */
    public Content without(String name) {
      server(name);
      return new Content(
          current.equals(name) ? NamedServer.LOCAL : current,
          servers.stream().filter(server -> !server.name().equals(name)).toList());
    }
  }

  /**
   * {@code $XDG_CONFIG_HOME/sesamo/contexts.yaml}, else {@code $HOME/.config/sesamo/contexts.yaml}.
   *
   * @param userHome stands for {@code $HOME} where that is not set
   */
  public static Contexts of(Map<String, String> environment, String userHome) {
    String user = absolute(environment, "HOME").orElse(userHome);
    Path folder = Path.of(absolute(environment, "XDG_CONFIG_HOME").orElse(user + "/.config"));
    return new Contexts(folder.resolve("sesamo").resolve("contexts.yaml"));
  }

  private static Optional<String> absolute(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(value -> value.startsWith("/"));
  }

  /** Reads it; where there is no file, there is only the server of this machine. */
  public Content read() {
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
        throw CliException.refused(
            "Others can read "
                + file
                + ", which holds your tokens. Close it (chmod 600 "
                + file
                + "), and have the tokens in it replaced.");
      }
      return ContextsYaml.read(file.toString(), Files.readString(file));
    } catch (NoSuchFileException none) {
      return Content.NOTHING;
    } catch (IOException failure) {
      throw CliException.refused(file + " cannot be read: " + Reasons.of(failure) + ".");
    }
  }

  /** Writes it whole or not at all, for nobody but its owner. */
  public void write(Content content) {
    Path folder = file.resolveSibling(".");
    try {
      Files.createDirectories(folder);
      Path fresh =
          Files.createTempFile(
              folder,
              ".contexts",
              ".yaml",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, ContextsYaml.write(content));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw CliException.refused(file + " cannot be written: " + Reasons.of(failure) + ".");
    }
  }
}
