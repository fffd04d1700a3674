package io.sesamo.cli.command.law;

import io.sesamo.cli.client.Json;
import io.sesamo.cli.command.Context;
import io.sesamo.law.Action;
import io.sesamo.law.Clearance;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What people have decided, as a server keeps it. */
final class OnRecord {

  private OnRecord() {}

  /** The clearances that are not revoked. */
  static List<Clearance> clearances(Context context) {
    return LawAnswers.ask(context, law -> law.clearances(false)).get("clearances").items().stream()
        .map(OnRecord::clearance)
        .toList();
  }

  private static Clearance clearance(Json json) {
    return new Clearance(
        json.get("id").text(),
        Clearance.Kind.of(json.get("kind").text())
            .orElseThrow(() -> new IllegalStateException("a kind of a newer server: " + json)),
        texts(json, "rules"),
        new Clearance.Scope(
            texts(json, "chips"),
            texts(json, "sites"),
            texts(json, "parties"),
            texts(json, "actions").stream()
                .flatMap(word -> Action.of(word).stream())
                .collect(Collectors.toSet())),
        json.get("left").isNull()
            ? OptionalLong.empty()
            : OptionalLong.of(json.get("left").number()),
        LocalDate.parse(json.get("from").text()),
        LocalDate.parse(json.get("to").text()));
  }

  private static Set<String> texts(Json json, String field) {
    return new HashSet<>(json.get(field).texts());
  }
}
