package io.sesamo.engine.store;

import io.sesamo.engine.view.TenantScope;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Why groups went where they went, what they took, and how long they ran. Thread-safe. */
public final class PlacementStore {

  /** What accounts can be summed up by, and the column of each. */
  private static final Map<String, String> KEYS = keys();

  private final Jdbi jdbi;

  PlacementStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  private static Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("tenant", "tenant");
    keys.put("user", "user_name");
    keys.put("workflow", "workflow");
    keys.put("group", "group_name");
    keys.put("site", "site");
    keys.put("pool", "pool");
    keys.put("accelerator", "model");
    keys.put("emulated", "emulated::text");
    return keys;
  }

  /** What accounts can be summed up by. */
  public static List<String> usageKeys() {
    return List.copyOf(KEYS.keySet());
  }

  /** The explanation of the last placement of each group of a workflow, by group. */
  public Map<String, ExplanationRow> explanations(String workflow) {
    Map<String, ExplanationRow> latest = new LinkedHashMap<>();
    jdbi.useHandle(handle ->
        handle
            .createQuery(
                """
                select * from placement_explanation where workflow = :workflow
                order by workflow, group_name, attempt
                """)
            .bind("workflow", workflow)
            .map((row, context) ->
                new ExplanationRow(
                    workflow,
                    row.getString("group_name"),
                    row.getInt("attempt"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    ExplanationJson.read(row.getString("explanation"))))
            .forEach(row -> latest.put(row.group(), row)));
    return latest;
  }

  /** How long completed runs of a workflow's groups took on average, by group and model. */
  public Map<String, Map<String, Duration>> runTimes(String workflowName) {
    Map<String, Map<String, Duration>> times = new HashMap<>();
    jdbi.useHandle(handle ->
        handle
            .createQuery(
                """
                select group_name, model, total_seconds / runs as seconds from run_time
                where workflow_name = :name
                """)
            .bind("name", workflowName)
            .map((row, context) ->
                Map.entry(
                    row.getString("group_name"),
                    Map.entry(
                        row.getString("model"),
                        Duration.ofMillis(Math.round(row.getDouble("seconds") * 1000)))))
            .forEach(row ->
                times
                    .computeIfAbsent(row.getKey(), group -> new HashMap<>())
                    .put(row.getValue().getKey(), row.getValue().getValue())));
    return times;
  }

  /** What the ended attempts of a workflow have cost, USD. */
  public double spent(String workflow) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select coalesce(sum(price_usd), 0) from account where workflow = :workflow")
            .bind("workflow", workflow)
            .mapTo(Double.class)
            .one());
  }

  /**
   * What was taken.
   *
   * @param by some of {@link #usageKeys}
   * @param since attempts that ended then or later
   * @param scope whose there are to see
   */
  public List<UsageRow> usage(List<String> by, Optional<Instant> since, TenantScope scope) {
    List<String> columns = by.stream().map(KEYS::get).toList();
    String keys = columns.isEmpty() ? "" : String.join(", ", columns) + ", ";
    String order =
        columns.isEmpty()
            ? ""
            : " group by " + String.join(", ", columns) + " order by " + String.join(", ", columns);
    String sql =
        "select "
            + keys
            + """
            count(*) as attempts, coalesce(sum(accelerator_hours), 0) as hours,
            coalesce(sum(energy_kwh), 0) as energy, coalesce(sum(carbon_g), 0) as carbon,
            coalesce(sum(price_usd), 0) as price, coalesce(sum(bytes_moved), 0) as bytes,
            coalesce(bool_or(emulated), false) as some_emulated
            from account where ended >= :since and (:all or tenant = :tenant
              or (:tenant <> '' and starts_with(tenant, :below)))\
            """
            + order;
    return jdbi.withHandle(handle ->
        handle
            .createQuery(sql)
            .bind("since", since.orElse(Instant.EPOCH))
            .bind("all", scope.all())
            .bind("tenant", scope.home())
            .bind("below", scope.home() + "/")
            .map((row, context) -> {
              Map<String, String> names = new LinkedHashMap<>();
              for (int i = 0; i < by.size(); i++) {
                names.put(by.get(i), row.getString(i + 1));
              }
              return new UsageRow(
                  names,
                  row.getLong("attempts"),
                  row.getDouble("hours"),
                  row.getDouble("energy"),
                  row.getDouble("carbon"),
                  row.getDouble("price"),
                  row.getLong("bytes"),
                  row.getBoolean("some_emulated"));
            })
            .list());
  }
}
