package io.sesamo.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sesamo.engine.store.TokenRow;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;

/**
 * The short-lived tokens (JWT, signed with HMAC-SHA-256) for which OSMO's client trades an access
 * token. One holds for {@link #LIFE}, and only as long as the access token does. Thread-safe.
 *
 * @param key 32 bytes, hexadecimal or any other text of 32 characters or more
 */
record Sessions(String key, People people, InstantSource clock) {

  /** How long a session holds; the client renews it by itself. */
  static final Duration LIFE = Duration.ofMinutes(15);

  private static final String TOKEN = "access_token_name";

  /** A session in clear, and when it ends. */
  record Session(String token, Instant end) {}

  /** A session for whoever shows that access token. */
  Session begin(TokenRow token) {
    Instant end = clock.instant().plus(LIFE);
    if (token.expiresAt().isBefore(end)) {
      end = token.expiresAt();
    }
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject(token.person())
            .claim("name", token.person())
            .claim(TOKEN, token.name())
            .issueTime(Date.from(clock.instant()))
            .expirationTime(Date.from(end))
            .build();
    SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      jwt.sign(new MACSigner(key));
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
    return new Session(jwt.serialize(), end);
  }

  /** The access token behind a session; empty: it is none of this server's, or has ended. */
  Optional<TokenRow> tokenOf(String session) {
    try {
      SignedJWT jwt = SignedJWT.parse(session);
      if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256)
          || !jwt.verify(new MACVerifier(key))) {
        return Optional.empty();
      }
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      if (!clock.instant().isBefore(claims.getExpirationTime().toInstant())) {
        return Optional.empty();
      }
      return people
          .token(claims.getSubject(), claims.getStringClaim(TOKEN))
          .filter(people::holds)
          .filter(token ->
              !token.createdAt().isAfter(claims.getIssueTime().toInstant().plusSeconds(1)));
    } catch (ParseException | JOSEException notOurs) {
      return Optional.empty();
    }
  }
}
