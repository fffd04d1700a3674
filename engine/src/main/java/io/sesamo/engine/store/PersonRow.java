package io.sesamo.engine.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Somebody, or a program, who was given something: a role, a tenant, a pool of his choice, a token.
 *
 * @param tenant for whom he works; empty: for the operator himself
 * @param pool where his workflows go unless he says otherwise
 * @param roles given to him one by one
 */
public record PersonRow(
    String name,
    String tenant,
    Optional<String> pool,
    Instant createdAt,
    String createdBy,
    List<RoleRow> roles) {

  public PersonRow {
    roles = List.copyOf(roles);
  }

  /** A role that somebody was given. */
  public record RoleRow(String role, Instant at, String by) {}

  /** The same with other roles. */
  public PersonRow with(List<RoleRow> others) {
    return new PersonRow(name, tenant, pool, createdAt, createdBy, others);
  }

  /** The same with a pool of his choice. */
  public PersonRow withPool(String choice) {
    return new PersonRow(name, tenant, Optional.of(choice), createdAt, createdBy, roles);
  }

  /** The same for a tenant. */
  public PersonRow withTenant(String other) {
    return new PersonRow(name, other, pool, createdAt, createdBy, roles);
  }
}
