package io.sesamo.engine.store;

import static io.sesamo.engine.store.Part.column;

/** The statements that write what is kept beside the states of workflows. */
final class NoteParts {

  static final Part<ExplanationRow> INSERT_EXPLANATION =
      Part.of(
          """
          insert into placement_explanation (workflow, group_name, attempt, at, explanation)
          select * from unnest(:rows) as now
          on conflict do nothing
          """,
          column("text", ExplanationRow::workflow),
          column("text", ExplanationRow::group),
          column("int4", ExplanationRow::attempt),
          column("timestamptz", ExplanationRow::at),
          column("text", row -> ExplanationJson.write(row.explanation())));

  static final Part<AccountRow> INSERT_ACCOUNT =
      Part.of(
          """
          insert into account (
            workflow, group_name, attempt, user_name, tenant, pool, site, emulated, model, began,
            ended, accelerator_hours, energy_kwh, carbon_g, price_usd, bytes_moved)
          select * from unnest(:rows) as now
          on conflict do nothing
          """,
          column("text", AccountRow::workflow),
          column("text", AccountRow::group),
          column("int4", AccountRow::attempt),
          column("text", AccountRow::user),
          column("text", AccountRow::tenant),
          column("text", AccountRow::pool),
          column("text", AccountRow::site),
          column("bool", AccountRow::emulated),
          column("text", AccountRow::model),
          column("timestamptz", AccountRow::began),
          column("timestamptz", AccountRow::ended),
          column("float8", AccountRow::acceleratorHours),
          column("float8", AccountRow::energy),
          column("float8", AccountRow::carbon),
          column("float8", AccountRow::price),
          column("int8", AccountRow::bytes));

  static final Part<RunTimeRow> ADD_RUN_TIME =
      Part.of(
          """
          insert into run_time (workflow_name, group_name, model, runs, total_seconds)
          select * from unnest(:rows) as now
          on conflict (workflow_name, group_name, model) do update
          set runs = run_time.runs + excluded.runs,
            total_seconds = run_time.total_seconds + excluded.total_seconds
          """,
          column("text", RunTimeRow::workflow),
          column("text", RunTimeRow::group),
          column("text", RunTimeRow::model),
          column("int8", RunTimeRow::runs),
          column("float8", row -> row.total().toMillis() / 1000.0));

  private NoteParts() {}
}
