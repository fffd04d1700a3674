package io.sesamo.engine.view;

/**
 * Whose work somebody may see and touch: that of his tenant, and of those below it ({@code a/b} is
 * below {@code a}); without a tenant, that of no tenant.
 *
 * @param home his tenant, for whom he works unless he says otherwise; empty: none
 * @param all whether he may see everybody's
 */
public record TenantScope(String home, boolean all) {

  /** Of the operator: everything. */
  public static final TenantScope ALL = new TenantScope("", true);

  /** Whether work for a tenant lies in it; empty: for none. */
  public boolean holds(String tenant) {
    return all || tenant.equals(home) || (!home.isEmpty() && tenant.startsWith(home + "/"));
  }
}
