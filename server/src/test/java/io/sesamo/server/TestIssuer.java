package io.sesamo.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider's addresses and keys, and tokens of any content, right and wrong. */
final class TestIssuer implements AutoCloseable {

  private final HttpServer http;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile RSAKey key;
  private volatile boolean away;

  TestIssuer() throws IOException, JOSEException {
    this.key = fresh("first");
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          String path = exchange.getRequestURI().getPath();
          String body = path.endsWith("/keys") ? new JWKSet(key.toPublicJWK()).toString() : about();
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(away ? 503 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** How often it was asked for anything. */
  int asked() {
    return asked.get();
  }

  void goAway(boolean gone) {
    away = gone;
  }

  void changeKey() throws JOSEException {
    key = fresh("second");
  }

  private static RSAKey fresh(String id) throws JOSEException {
    return new RSAKeyGenerator(2048).keyID(id).generate();
  }

  private String about() {
    return RunningApi.json(
        Map.of(
            "issuer", url(),
            "authorization_endpoint", url() + "/authorize",
            "token_endpoint", url() + "/token",
            "device_authorization_endpoint", url() + "/device",
            "jwks_uri", url() + "/keys"));
  }

  /** What a good token says of somebody. */
  JWTClaimsSet.Builder claims(String name) {
    return new JWTClaimsSet.Builder()
        .issuer(url())
        .audience("sesamo")
        .subject("id-of-" + name)
        .claim("preferred_username", name)
        .claim("groups", java.util.List.of("everyone"))
        .claim("org", Map.of("tenant", "robots/arms"))
        .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))));
  }

  /** A token with its signature. */
  String sign(JWTClaimsSet claims) throws JOSEException {
    return sign(claims, new JOSEObjectType("JWT"), key);
  }

  String sign(JWTClaimsSet claims, JOSEObjectType type, RSAKey by) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).type(type).build(),
            claims);
    jwt.sign(new RSASSASigner(by));
    return jwt.serialize();
  }

  RSAKey key() {
    return key;
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
