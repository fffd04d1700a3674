package io.sesamo.server;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A part that somebody plays: what he may do, and whether for everybody or for his own tenant. */
sealed interface Role permits BuiltInRole, OwnRole {

  /** Its name. */
  String word();

  /** What it is for, in words. */
  String description();

  /** What it may do, in the form that the API tells. */
  List<Policy> policies();

  /** Whether it may do that to anything at all. */
  boolean may(Action action);

  /**
   * Whether it may do that.
   *
   * @param resource to what, such as {@code pool/default}; {@link Policy#ALL} where the right does
   *     not tell one from another
   */
  boolean may(Action action, String resource);

  /** Whether it keeps whoever has it from doing that, whatever his other roles are. */
  boolean forbids(Action action, String resource);

  /** Whether it may do so to everybody's, not only to what is of its own tenant. */
  boolean forAll();

  /** The names of the built-in ones that may do something. */
  static String words(Action action) {
    return words(Arrays.stream(BuiltInRole.values()).filter(role -> role.may(action)).toList());
  }

  /** Their names. */
  static String words(Collection<? extends Role> roles) {
    return roles.stream().map(Role::word).sorted().collect(Collectors.joining(", "));
  }
}
