package io.sesamo.server;

import io.javalin.http.Context;
import io.sesamo.server.contract.Check;
import io.sesamo.server.contract.Check.Wrong;
import io.sesamo.server.contract.Contract;
import io.sesamo.server.contract.Contract.Body;
import io.sesamo.server.contract.Param;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Checks requests by what their route says that it takes, so that the description holds and no
 * route sees a value of the wrong kind.
 */
final class Intake {

  private static final String JSON_BODY = "sesamo.body";

  private Intake() {}

  /**
   * Checks one.
   *
   * @throws ApiException 422 where a value is wrong, 415 where the body is of another type
   */
  static void check(Context context, Contract contract) {
    context.pathParamMap().forEach((name, value) -> checkPath(contract, name, value));
    context
        .queryParamMap()
        .forEach((name, values) -> values.forEach(value -> requireStorable("query", name, value)));
    for (Param param : contract.query()) {
      List<String> values = context.queryParams(param.name());
      param
          .wrong(values)
          .ifPresent(words -> {
            throw ApiException.invalid("query", param.name(), words);
          });
    }
    contract.body().ifPresent(body -> checkBody(context, body));
  }

  private static void checkPath(Contract contract, String name, String value) {
    requireStorable("path", name, value);
    Optional.ofNullable(contract.path().get(name))
        .flatMap(schema -> Param.wrong(schema, value))
        .ifPresent(words -> {
          throw ApiException.invalid("path", name, words);
        });
  }

  private static void requireStorable(String place, String name, String value) {
    if (!Wire.storable(name) || !Wire.storable(value)) {
      throw ApiException.invalid(place, name, "It has " + Wire.UNSTORABLE);
    }
  }

  private static void checkBody(Context context, Body body) {
    byte[] bytes = context.bodyAsBytes();
    if (bytes.length == 0) {
      if (body.required()) {
        throw ApiException.invalid("body", "", "Field required");
      }
      return;
    }
    requireType(context, body.media().type());
    if (body.media().type().equals(Contract.JSON)) {
      JsonNode json = Wire.read(bytes);
      Optional<Wrong> wrong = Check.of(body.media().schema(), json);
      if (wrong.isPresent()) {
        throw ApiException.invalid("body", wrong.get().where(), wrong.get().words());
      }
      context.attribute(JSON_BODY, json);
    } else {
      requireText(bytes);
    }
  }

  /** A body that says nothing of its type is taken for what it should be. */
  private static void requireType(Context context, String wanted) {
    String type =
        Optional.ofNullable(context.contentType()).orElse(wanted).toLowerCase(Locale.ROOT);
    boolean fits =
        wanted.equals(Contract.JSON)
            ? type.startsWith(Contract.JSON)
            : type.contains("yaml") || type.startsWith("text/plain");
    if (!fits) {
      throw new ApiException(
          415,
          "USAGE",
          "The body is " + type + ". Send it with the header Content-Type: " + wanted);
    }
  }

  private static void requireText(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      requireStorable("body", "", text);
    } catch (CharacterCodingException e) {
      throw ApiException.invalid("body", "", "The body is not UTF-8.");
    }
  }

  /** The body of a request whose route says that it takes JSON. */
  static JsonNode json(Context context) {
    JsonNode checked = context.attribute(JSON_BODY);
    return checked == null ? Wire.read(context.bodyAsBytes()) : checked;
  }
}
