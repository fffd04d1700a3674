package io.sesamo.server;

import io.sesamo.backend.local.LocalBackend;
import io.sesamo.backend.local.LocalConfig;
import io.sesamo.engine.DurableEngine;
import io.sesamo.engine.Engine;
import io.sesamo.engine.Observer;
import io.sesamo.engine.credentials.KeyRing;
import io.sesamo.engine.credentials.Vault;
import io.sesamo.engine.data.FolderObjectStore;
import io.sesamo.engine.fleet.FleetOffice;
import io.sesamo.engine.law.LawOffice;
import io.sesamo.engine.law.LawSource;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.Store;
import io.sesamo.model.catalog.CatalogFolder;
import io.sesamo.model.fleet.FleetFile;
import io.sesamo.model.fleet.FleetPool;
import io.sesamo.placement.Scheduler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything behind the API, wired by hand: database, store, pool, law, engine.
 *
 * @param law where verdicts, clearances and the audit log are
 * @param configs what administrators set
 * @param vault where credentials are
 * @param postgres empty where the operator runs his own
 */
record ControlPlane(
    Engine engine,
    Store store,
    LawOffice law,
    Configs configs,
    Vault vault,
    Optional<EmbeddedPostgres> postgres)
    implements AutoCloseable {

  private static final Logger LOG = System.getLogger(ControlPlane.class.getName());

  /**
   * Starts it, or fails with everything closed again.
   *
   * @param options whose database URL is {@code postgresql://user:password@host:port/database};
   *     without one the embedded PostgreSQL is used
   * @param observer is told what the engine does
   */
  static ControlPlane start(
      ServerHome home, Options options, InstantSource clock, Observer observer)
      throws IOException, InterruptedException {
    PoolFile pool =
        PoolFile.read(home.poolFile(), LocalConfig.of(home.pool(), options.physicalAi()));
    LawSource source = source(home, options);
    LocalConfig config = options.sandbox().map(pool.config()::withIsolation).orElse(pool.config());
    Optional<String> databaseUrl = options.databaseUrl();
    Optional<EmbeddedPostgres> postgres =
        databaseUrl.isPresent()
            ? Optional.empty()
            : Optional.of(EmbeddedPostgres.start(home.folder()));
    Store store =
        postgres.isPresent() ? embedded(postgres.get()) : external(databaseUrl.orElseThrow());
    @Nullable LocalBackend backend = null;
    try {
      FleetOffice fleets = fleets(home.fleetFile(), config.pool(), source, store, clock);
      FolderObjectStore objects = FolderObjectStore.open(home.objects(), clock);
      backend = LocalBackend.open(config, objects, home.logs(), clock);
      LawOffice law = new LawOffice(source, () -> fleets.now().file(), store.law(), clock);
      Vault vault = vault(home, options, store, clock);
      Configs configs = new Configs(store.configs(), pool, clock);
      Engine engine =
          DurableEngine.start(
              store,
              objects,
              home.logs(),
              List.of(backend),
              configs::mostTasks,
              Scheduler::new,
              clock,
              observer,
              law,
              fleets,
              vault);
      return new ControlPlane(engine, store, law, configs, vault, postgres);
    } catch (IOException | RuntimeException e) {
      if (backend != null) {
        backend.close();
      }
      store.close();
      postgres.ifPresent(EmbeddedPostgres::stop);
      throw e;
    }
  }

  /** The catalogue of the release, and the operator's on top. */
  private static LawSource source(ServerHome home, Options options) {
    Path own = options.catalog().orElse(home.catalog());
    List<CatalogFolder> folders = new ArrayList<>(List.of(new CatalogFolder.Shipped()));
    if (options.catalog().isPresent() || Files.isDirectory(own)) {
      folders.add(new CatalogFolder.Own(own));
    }
    return new LawSource(folders);
  }

  /**
   * Credentials, encrypted with the first of the keys; the server runs without what it cannot read.
   */
  private static Vault vault(ServerHome home, Options options, Store store, InstantSource clock)
      throws IOException {
    Path file =
        options.credentialKeys().isPresent()
            ? options.credentialKeys().get()
            : home.credentialKey();
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException unreadable) {
      throw new StartException(
          "The key file " + file + " of credentials cannot be read. Is it there, and yours?");
    }
    if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
      LOG.log(Level.WARNING, "Everybody on this machine can read {0}: chmod 600 it.", file);
    }
    Vault vault =
        new Vault(
            store.credentials(), KeyRing.of(file.toString(), text, new SecureRandom()), clock);
    vault.renew().forEach(words -> LOG.log(Level.WARNING, words));
    return vault;
  }

  /** The fleet as it was applied last, or as the file in the home says since. */
  private static FleetOffice fleets(
      Path file, String own, LawSource source, Store store, InstantSource clock)
      throws IOException {
    FleetOffice fleets = new FleetOffice(source, store.fleet(), clock);
    if (Files.exists(file)) {
      try {
        fleets.takeIn(file.toString(), Files.readString(file), DurableEngine.taken(store));
      } catch (CharacterCodingException notText) {
        throw new StartException(file + " cannot be read as UTF-8 text.");
      }
      if (fleets.now().file().filter(fleet -> runsHere(fleet, own)).isEmpty()) {
        throw new StartException(file + ": no site has the pool " + own + ". Say where it is.");
      }
    }
    fleets.requireReadable();
    return fleets;
  }

  /** Whether anything could run on this server: its own pool, or emulated ones. */
  private static boolean runsHere(FleetFile fleet, String own) {
    return fleet.place(own).isPresent()
        || fleet.sites().stream()
            .flatMap(site -> site.pools().stream())
            .anyMatch(FleetPool::emulated);
  }

  private static Store embedded(EmbeddedPostgres postgres) {
    return Store.open(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }

  private static Store external(String url) {
    try {
      URI uri = new URI(url.replaceFirst("^jdbc:", ""));
      String[] login = Optional.ofNullable(uri.getUserInfo()).orElse(":").split(":", 2);
      int port = uri.getPort() < 0 ? 5432 : uri.getPort();
      String query = uri.getQuery() == null ? "" : "?" + uri.getQuery();
      boolean known = List.of("postgresql", "postgres").contains(String.valueOf(uri.getScheme()));
      if (!known || uri.getHost() == null) {
        throw new StartException(badUrl());
      }
      String jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getPath() + query;
      return Store.open(jdbc, login[0], login.length > 1 ? login[1] : "");
    } catch (URISyntaxException e) {
      throw new StartException(badUrl());
    }
  }

  private static String badUrl() {
    return "SESAMO_DATABASE_URL has the form postgresql://user:password@host:5432/database.";
  }

  @Override
  public void close() {
    engine.close();
    store.close();
    postgres.ifPresent(EmbeddedPostgres::stop);
  }
}
