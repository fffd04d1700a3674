package io.sesamo.engine.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A PostgreSQL of Sesamo's own, in its home folder, that loses no committed row whatever is killed.
 *
 * <p>It runs in a session of its own and outlives a server that dies; the next {@link #start}
 * adopts it. The caller holds the lock of the home folder: two servers on one home are not guarded
 * against here. Safe for use by several threads.
 */
public final class EmbeddedPostgres {

  private final Postmaster postmaster;
  private final int port;

  private EmbeddedPostgres(Postmaster postmaster, int port) {
    this.postmaster = postmaster;
    this.port = port;
  }

  /**
   * Adopts the PostgreSQL that runs for this home, or starts one; unpacks its programs and makes an
   * empty database at the first time. Returns when it takes connections.
   *
   * @param home Sesamo's home folder; everything goes into {@code postgres/} below it
   * @throws PostgresException when it cannot be used
   */
  public static EmbeddedPostgres start(Path home) {
    return start(home, Duration.ofSeconds(10));
  }

  /**
   * @param patience how long one that is adopted may take to answer
   */
  static EmbeddedPostgres start(Path home, Duration patience) {
    Path folder = home.toAbsolutePath().normalize().resolve("postgres");
    try {
      PrivateFolders.makePrivate(folder);
      Programs programs = Programs.unpack(folder);
      DataFolder data = DataFolder.open(folder, programs);
      Postmaster postmaster =
          new Postmaster(programs, data, new Log(folder.resolve("postgres.log")), patience);
      Optional<Integer> adopted = postmaster.adopt();
      return new EmbeddedPostgres(
          postmaster, adopted.isPresent() ? adopted.get() : postmaster.start());
    } catch (IOException failure) {
      throw PostgresException.about(folder, failure);
    }
  }

  public String jdbcUrl() {
    return Postmaster.jdbcUrl(port);
  }

  public String user() {
    return DataFolder.USER;
  }

  /** Not to be logged, nor put on a command line. */
  public String password() {
    return postmaster.data().password();
  }

  /** Ends all connections, writes a checkpoint and waits until it is stopped; may be repeated. */
  public void stop() {
    try {
      postmaster.stop();
    } catch (IOException failure) {
      throw PostgresException.about(postmaster.data().folder(), failure);
    }
  }
}
