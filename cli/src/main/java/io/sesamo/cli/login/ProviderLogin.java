package io.sesamo.cli.login;

import io.sesamo.cli.client.Http;
import io.sesamo.cli.client.Json;
import io.sesamo.cli.problem.CliException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * Signs somebody in by the provider of a server. Methods throw {@link CliException} with what to
 * tell him.
 *
 * @param info where to sign in
 * @param trust whose certificates are believed, where it is not for the virtual machine's own list
 */
public record ProviderLogin(LoginInfo info, Optional<SSLContext> trust, InstantSource clock) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int USUAL_INTERVAL = 5;

  /**
   * What somebody does on another device.
   *
   * @param url to be opened there
   * @param code to be typed there
   * @param complete the address with the code in it, if the provider has one
   */
  public record DeviceCode(String url, String code, Optional<String> complete) {}

  /**
   * By a browser on this machine: the code flow with PKCE (RFC 7636, S256) and an address of the
   * loopback interface for the answer (RFC 8252).
   *
   * @param tell is given the address to open, and returns at once
   */
  public Tokens withBrowser(Consumer<String> tell) {
    String state = random();
    String nonce = random();
    String verifier = random();
    try (CodeListener listener = CodeListener.open(state)) {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("response_type", "code");
      query.put("client_id", info.browserClient());
      query.put("redirect_uri", listener.address());
      query.put("scope", info.scopes());
      query.put("state", state);
      query.put("nonce", nonce);
      query.put("code_challenge", hash(verifier));
      query.put("code_challenge_method", "S256");
      if (info.scopes().contains("offline_access")) {
        query.put("prompt", "consent"); // without it providers give no refresh token
      }
      tell.accept(with(info.browser(), query));
      String code = listener.await(PATIENCE);
      Map<String, String> form = new HashMap<>();
      form.put("grant_type", "authorization_code");
      form.put("code", code);
      form.put("redirect_uri", listener.address());
      form.put("client_id", info.browserClient());
      form.put("code_verifier", verifier);
      Json answer = new TokenEndpoint(trust).ask(info.token(), form);
      Tokens tokens =
          TokenEndpoint.tokens(answer, info.token(), info.browserClient(), Optional.empty());
      if (!TokenEndpoint.claims(tokens.idToken()).get("nonce").text().equals(nonce)) {
        throw CliException.refused("The answer belongs to another attempt to sign in. Try again.");
      }
      return tokens;
    } catch (IOException noPort) {
      throw CliException.refused(
          "No port of this machine can be had for the browser's answer: " + noPort.getMessage());
    }
  }

  /**
   * By a browser anywhere: the device flow (RFC 8628).
   *
   * @param tell is given what to do there
   */
  public Tokens withDevice(Consumer<DeviceCode> tell) {
    String url =
        info.device()
            .orElseThrow(() ->
                CliException.refused(
                    "The server's identity provider knows no codes for other devices. Sign in with"
                        + " a browser on this machine."));
    TokenEndpoint provider = new TokenEndpoint(trust);
    Json told = provider.ask(url, Map.of("client_id", info.deviceClient(), "scope", info.scopes()));
    TokenEndpoint.requireNoError(told);
    tell.accept(
        new DeviceCode(
            told.get("verification_uri").text(),
            told.get("user_code").text(),
            Optional.of(told.get("verification_uri_complete").text())
                .filter(text -> !text.isEmpty())));
    Map<String, String> form =
        Map.of(
            "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
            "device_code", told.get("device_code").text(),
            "client_id", info.deviceClient());
    long interval = told.get("interval").isNull() ? USUAL_INTERVAL : told.get("interval").number();
    Instant end = clock.instant().plusSeconds(told.get("expires_in").number());
    while (clock.instant().isBefore(end)) {
      pause(Duration.ofSeconds(interval));
      Json answer = provider.ask(info.token(), form);
      switch (answer.get("error").text()) {
        case "authorization_pending" -> {}
        case "slow_down" -> interval += USUAL_INTERVAL;
        default -> {
          return TokenEndpoint.tokens(answer, info.token(), info.deviceClient(), Optional.empty());
        }
      }
    }
    throw CliException.refused("Nobody has typed the code in time. Try again.");
  }

  /**
   * New tokens for old ones.
   *
   * @throws CliException also when he has to sign in again
   */
  public static Tokens renew(Tokens old, Optional<SSLContext> trust) {
    String refresh =
        old.refreshToken()
            .orElseThrow(() -> CliException.refused("You are signed out by now. sesamo login"));
    Map<String, String> form =
        Map.of("grant_type", "refresh_token", "refresh_token", refresh, "client_id", old.client());
    Json answer = new TokenEndpoint(trust).ask(old.endpoint(), form);
    if (answer.get("error").text().equals("invalid_grant")) {
      throw CliException.refused("You are signed out by now. Sign in again: sesamo login");
    }
    return TokenEndpoint.tokens(answer, old.endpoint(), old.client(), old.refreshToken());
  }

  private static String with(String url, Map<String, String> query) {
    return query.entrySet().stream()
        .map(each -> each.getKey() + "=" + Http.encode(each.getValue()))
        .collect(Collectors.joining("&", url + (url.contains("?") ? "&" : "?"), ""));
  }

  /** 256 bits. */
  private static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String hash(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw CliException.refused("Interrupted while signing in.");
    }
  }
}
