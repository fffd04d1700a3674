package io.sesamo.server;

import io.sesamo.backend.local.LocalBackend;
import io.sesamo.backend.local.LocalConfig;
import io.sesamo.engine.DurableEngine;
import io.sesamo.engine.Engine;
import io.sesamo.engine.Observer;
import io.sesamo.engine.data.FolderObjectStore;
import io.sesamo.engine.postgres.EmbeddedPostgres;
import io.sesamo.engine.store.Store;
import io.sesamo.placement.FirstFit;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Everything behind the API, wired by hand: database, store, pool, engine.
 *
 * @param postgres empty where the operator runs his own
 */
record ControlPlane(Engine engine, Store store, Optional<EmbeddedPostgres> postgres)
    implements AutoCloseable {

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
    LocalConfig config = options.sandbox().map(pool.config()::withIsolation).orElse(pool.config());
    Optional<String> databaseUrl = options.databaseUrl();
    Optional<EmbeddedPostgres> postgres =
        databaseUrl.isPresent()
            ? Optional.empty()
            : Optional.of(EmbeddedPostgres.start(home.folder()));
    Store store =
        postgres.isPresent() ? embedded(postgres.get()) : external(databaseUrl.orElseThrow());
    try {
      FolderObjectStore objects = FolderObjectStore.open(home.objects(), clock);
      LocalBackend backend = LocalBackend.open(config, objects, home.logs(), clock);
      Engine engine =
          DurableEngine.start(
              store,
              objects,
              home.logs(),
              List.of(backend),
              pool.mostTasks(),
              new FirstFit(),
              clock,
              observer);
      return new ControlPlane(engine, store, postgres);
    } catch (IOException | RuntimeException e) {
      store.close();
      postgres.ifPresent(EmbeddedPostgres::stop);
      throw e;
    }
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
