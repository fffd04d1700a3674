package io.sesamo.engine.store;

import io.sesamo.engine.view.LabelSelector;
import io.sesamo.engine.view.WorkflowFilter;
import io.sesamo.engine.view.WorkflowView;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Finds workflows as a filter says. */
final class WorkflowList {

  private WorkflowList() {}

  static List<WorkflowView> list(Handle handle, WorkflowFilter filter) {
    Conditions where = conditions(filter);
    String order = filter.oldestFirst() ? "asc" : "desc";
    where.bind("limit", filter.limit()).bind("offset", filter.offset());
    String sql =
        WorkflowReader.VIEWS
            + where.sql()
            + " order by workflow.sequence "
            + order
            + " limit :limit offset :offset";
    try (Query query = handle.createQuery(sql)) {
      return query
          .bindMap(where.values())
          .map((row, context) -> WorkflowReader.view(row, List.of()))
          .list();
    }
  }

  private static Conditions conditions(WorkflowFilter filter) {
    Conditions where = new Conditions().in(filter.scope());
    where
        .anyOf("workflow.submitted_by", "users", filter.users())
        .anyOf("workflow.status", "statuses", Conditions.names(filter.statuses()))
        .anyOf("workflow.priority", "priorities", Conditions.names(filter.priorities()))
        .and("workflow.submit_time >= :after", "after", filter.submittedAfter())
        .and("workflow.submit_time < :before", "before", filter.submittedBefore());
    if (!filter.name().isEmpty()) {
      where.and("position(:name in workflow.id) > 0").bind("name", filter.name());
    }
    if (!filter.pools().isEmpty()) {
      where
          .and(
              """
              (workflow.pool = any(:pools) or exists (
                select from workflow_group
                where workflow_group.workflow = workflow.id
                  and workflow_group.pool = any(:pools)))
              """)
          .bind("pools", Conditions.pools(filter.pools()).toArray(String[]::new));
    }
    for (int i = 0; i < filter.labels().size(); i++) {
      LabelSelector label = filter.labels().get(i);
      where
          .and("workflow.labels ->> :key" + i + " ~ :value" + i)
          .bind("key" + i, label.key())
          .bind("value" + i, label.regex());
    }
    if (!filter.absentLabels().isEmpty()) {
      where
          .and("not jsonb_exists_any(workflow.labels, :absentLabels)")
          .bind("absentLabels", filter.absentLabels().toArray(String[]::new));
    }
    if (!filter.tags().isEmpty()) {
      where
          .and("jsonb_exists_any(workflow.tags, :tags)")
          .bind("tags", filter.tags().toArray(String[]::new));
    }
    filter
        .app()
        .ifPresent(app -> {
          where.and("app.name = :app").bind("app", app.name());
          app.version()
              .ifPresent(v -> where.and("workflow.app_version = :version").bind("version", v));
        });
    return where;
  }
}
