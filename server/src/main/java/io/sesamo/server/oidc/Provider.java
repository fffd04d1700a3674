package io.sesamo.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider, whose signed tokens (JWT) prove who somebody is. A token is believed
 * when a key that the provider publishes has signed it, by an asymmetric algorithm; when it is from
 * this issuer and for this server or its clients; and when it has begun and not ended, give or take
 * a minute. The keys are fetched when they are first needed and when a token names one that is not
 * known, and kept while the provider is away. Thread-safe.
 */
public final class Provider {

  private static final Logger LOG = System.getLogger(Provider.class.getName());

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration KEYS_HOLD = Duration.ofMinutes(15);
  private static final Duration KEYS_OUTLAST = Duration.ofHours(4);

  /** Of two requests for keys that are not known, whoever names them. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final int LARGEST_ANSWER = 1 << 18;

  private final Settings settings;
  private final InstantSource clock;
  private final Discovery discovery;
  private @Nullable DefaultJWTProcessor<SecurityContext> processor;
  private String keysAt = "";

  /** One that is not asked before it is needed. */
  public Provider(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.discovery = new Discovery(settings.issuer(), clock);
  }

  /** Whether an address is safe to read keys from: https, or http on this machine. */
  public static boolean safe(URI issuer) {
    return Discovery.safe(issuer.toString());
  }

  /** What the server knows of it. */
  public Settings settings() {
    return settings;
  }

  /** Where it is asked. */
  public Endpoints endpoints() throws ProviderAwayException {
    return discovery.endpoints();
  }

  /** Whether a token says that it is from here; that is not proved by this. */
  public boolean claims(String token) {
    try {
      return settings
          .issuer()
          .toString()
          .equals(JWTParser.parse(token).getJWTClaimsSet().getIssuer());
    } catch (ParseException | NullPointerException noToken) {
      return false;
    }
  }

  /** Whom a token speaks of. */
  public Caller verify(String token) throws NotBelievedException, ProviderAwayException {
    try {
      JWTClaimsSet claims = processor().process(token, null);
      return Claims.caller(claims.getClaims(), settings);
    } catch (RateLimitReachedException e) {
      throw new ProviderAwayException("Its keys were asked for a moment ago.", e);
    } catch (KeySourceException e) {
      LOG.log(Level.WARNING, "The identity provider's keys cannot be had: {0}", e.getMessage());
      throw new ProviderAwayException("Its keys cannot be had: " + e.getMessage(), e);
    } catch (ParseException | BadJOSEException | JOSEException e) {
      throw new NotBelievedException(String.valueOf(e.getMessage()));
    }
  }

  private synchronized DefaultJWTProcessor<SecurityContext> processor()
      throws ProviderAwayException {
    String keys = discovery.endpoints().keys();
    DefaultJWTProcessor<SecurityContext> made = processor;
    if (made == null || !keys.equals(keysAt)) {
      made = processorOf(keys);
      processor = made;
      keysAt = keys;
    }
    return made;
  }

  private DefaultJWTProcessor<SecurityContext> processorOf(String keys)
      throws ProviderAwayException {
    DefaultJWTProcessor<SecurityContext> made = new DefaultJWTProcessor<>();
    made.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT,
            new JOSEObjectType("at+jwt"),
            new JOSEObjectType("application/at+jwt"),
            null));
    made.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, source(keys)));
    made.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            settings.audience(),
            new JWTClaimsSet.Builder().issuer(settings.issuer().toString()).build(),
            Set.of("sub", "exp"),
            null) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        });
    return made;
  }

  private static JWKSource<SecurityContext> source(String keys) throws ProviderAwayException {
    int patience = (int) PATIENCE.toMillis();
    try {
      URL url = URI.create(keys).toURL();
      return JWKSourceBuilder.create(
              url, new DefaultResourceRetriever(patience, patience, LARGEST_ANSWER))
          .cache(KEYS_HOLD.toMillis(), 2 * PATIENCE.toMillis())
          .rateLimited(PAUSE.toMillis())
          .outageTolerant(KEYS_OUTLAST.toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw new ProviderAwayException("jwks_uri is " + keys, e);
    }
  }
}
