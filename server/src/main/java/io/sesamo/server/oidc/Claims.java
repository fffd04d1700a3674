package io.sesamo.server.oidc;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a verified token says, in the words of this server. */
final class Claims {

  private static final int LONGEST_NAME = 128;

  private Claims() {}

  static Caller caller(Map<String, Object> claims, Settings settings) throws NotBelievedException {
    String name =
        name(claims, settings)
            .orElseThrow(() ->
                new NotBelievedException(
                    "it has no claim " + settings.user().orElse("sub") + " with a name"));
    if (!name.matches("[^\\p{Cntrl}\\s/]+") || name.length() > LONGEST_NAME) {
      throw new NotBelievedException(
          "the name in it has blanks, slashes or control characters, or is too long");
    }
    Set<String> groups = new HashSet<>();
    settings.groups().ifPresent(claim -> addTexts(find(claims, claim), groups));
    return new Caller(name, groups, settings.tenant().flatMap(claim -> text(claims, claim)));
  }

  /** An address that nobody has verified is whatever somebody has typed. */
  private static Optional<String> name(Map<String, Object> claims, Settings settings) {
    if (settings.user().isPresent()) {
      return text(claims, settings.user().get());
    }
    boolean verified = !Boolean.FALSE.equals(claims.get("email_verified"));
    return text(claims, "preferred_username")
        .or(() -> verified ? text(claims, "email") : Optional.empty())
        .or(() -> text(claims, "sub"));
  }

  private static Optional<String> text(Map<String, Object> claims, String name) {
    return find(claims, name) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** A list of texts, or one text with blanks or commas between them. */
  private static void addTexts(@Nullable Object value, Set<String> into) {
    Stream<?> each =
        switch (value) {
          case String text -> Arrays.stream(text.split("[\\s,]+"));
          case Iterable<?> list -> Stream.of(list).flatMap(Claims::items);
          case null, default -> Stream.of();
        };
    each.filter(item -> item instanceof String text && !text.isEmpty())
        .forEach(item -> into.add((String) item));
  }

  private static Stream<?> items(Iterable<?> list) {
    Stream.Builder<Object> items = Stream.builder();
    list.forEach(items::add);
    return items.build();
  }

  /** {@code realm_access.roles} is a claim of that name, or the one within the other. */
  private static @Nullable Object find(Map<?, ?> claims, String name) {
    if (claims.containsKey(name)) {
      return claims.get(name);
    }
    int dot = name.indexOf('.');
    return dot > 0 && claims.get(name.substring(0, dot)) instanceof Map<?, ?> within
        ? find(within, name.substring(dot + 1))
        : null;
  }
}
