package io.sesamo.model.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workflow as its author wrote it, after templates and checks. A plain list of tasks in the file
 * has become one group each, named {@code <task>-group}.
 *
 * @param name the author's name for it; the engine appends a number to make the workflow's id
 * @param labels at most 16, Kubernetes label syntax
 * @param groups in file order; at least one
 * @param resources every entry of {@code resources:}, also those that no task asks for
 * @param timeouts for every group of the workflow
 * @param sesamo what it says to Sesamo alone
 */
public record WorkflowSpec(
    String name,
    Map<String, String> labels,
    List<GroupSpec> groups,
    Map<String, ResourceSpec> resources,
    Timeouts timeouts,
    SesamoWorkflow sesamo) {

  public WorkflowSpec {
    labels = Map.copyOf(labels);
    groups = List.copyOf(groups);
    resources = Map.copyOf(resources);
  }

  /** The same, for a tenant. */
  public WorkflowSpec forTenant(String tenant) {
    return new WorkflowSpec(name, labels, groups, resources, timeouts, sesamo.forTenant(tenant));
  }

  /** The group of that name. */
  public Optional<GroupSpec> group(String name) {
    return groups.stream().filter(group -> group.name().equals(name)).findFirst();
  }
}
