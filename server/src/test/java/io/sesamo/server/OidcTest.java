package io.sesamo.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.sesamo.server.RunningApi.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What tokens of an identity provider open, and what forged ones do not. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OidcTest {

  private static final String ME = "/api/sesamo/v1/me";

  @TempDir static Path home;
  private static TestIssuer issuer;
  private static RunningApi api;

  @BeforeAll
  static void start() throws Exception {
    issuer = new TestIssuer();
    Files.writeString(
        home.resolve("oidc.yaml"),
        """
        issuer: %s
        browserClient: sesamo
        deviceClient: sesamo-device
        rolesClaim: groups
        roles: {everyone: osmo-user, law: [compliance, planner]}
        tenantClaim: org.tenant
        """
            .formatted(issuer.url()));
    api = new RunningApi(home, false);
  }

  @AfterAll
  static void stop() {
    api.close();
    issuer.close();
  }

  private static Answer with(String token, String path) throws Exception {
    return api.send(api.request("GET", path, "").header("Authorization", "Bearer " + token));
  }

  private static String said(String token) throws Exception {
    Answer answer = with(token, ME);
    return answer.status() + " " + answer.json().path("message").asString("");
  }

  @Test
  @Order(1)
  void whileTheProviderIsAwayFromTheStartThatIsSaid() throws Exception {
    assertThat(issuer.asked()).as("nothing is fetched before it is needed").isZero();
    issuer.goAway(true);
    Answer answer = with(issuer.sign(issuer.claims("ada").build()), ME);
    issuer.goAway(false);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.json().path("message").asString())
        .isEqualTo("The identity provider cannot be asked now. Try again in some seconds.");
    assertThat(answer.body()).doesNotContain("Exception");
    while (with(issuer.sign(issuer.claims("ada").build()), ME).status() == 503) {
      Thread.onSpinWait(); // it is not asked again at once
    }
  }

  @Test
  @Order(2)
  void aTokenSaysWhoSomebodyIsWhatHeMayAndForWhomHeWorks() throws Exception {
    Answer ada = with(issuer.sign(issuer.claims("ada").build()), ME);
    assertThat(ada.status()).as(ada.body()).isEqualTo(200);
    assertThat(ada.json().path("user").asString()).isEqualTo("ada");
    assertThat(ada.json().path("tenant").asString()).isEqualTo("robots/arms");
    assertThat(ada.json().path("roles").toString()).isEqualTo("[\"osmo-user\"]");
    assertThat(api.asOwner("/api/auth/user/ada").json().path("created_by").asString())
        .isEqualTo(issuer.url());

    JWTClaimsSet lawyer = issuer.claims("lea").claim("groups", "law everyone").build();
    String roles = with(issuer.sign(lawyer), ME).json().path("roles").toString();
    assertThat(roles).isEqualTo("[\"compliance\",\"osmo-user\",\"planner\"]");

    JWTClaimsSet nobody = issuer.claims("nil").claim("groups", List.of("others")).build();
    assertThat(said(issuer.sign(nobody))).startsWith("403 ").contains("nil has none");
  }

  @Test
  @Order(3)
  void whatAnAdministratorGaveCountsToo() throws Exception {
    with(issuer.sign(issuer.claims("olga").build()), ME);
    api.as("owner", "POST", "/api/auth/user/olga/roles", "{\"role_name\": \"operator\"}");

    assertThat(with(issuer.sign(issuer.claims("olga").build()), ME).json().path("roles").toString())
        .isEqualTo("[\"operator\",\"osmo-user\"]");
  }

  @Test
  @Order(4)
  void forgedTokensOpenNothing() throws Exception {
    JWTClaimsSet good = issuer.claims("ada").build();
    Map<String, String> forged = new LinkedHashMap<>();
    forged.put("no signature", new PlainJWT(good).serialize());
    SignedJWT shared = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), good);
    shared.sign(
        new MACSigner(issuer.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
    forged.put("the public key as a secret", shared.serialize());
    forged.put(
        "another key of the same name",
        issuer.sign(good, JOSEObjectType.JWT, new RSAKeyGenerator(2048).keyID("first").generate()));
    forged.put("another audience", issuer.sign(issuer.claims("ada").audience("other").build()));
    forged.put("no audience", issuer.sign(issuer.claims("ada").audience((String) null).build()));
    forged.put("too late", issuer.sign(issuer.claims("ada").expirationTime(ago(120)).build()));
    forged.put("never ends", issuer.sign(issuer.claims("ada").expirationTime(null).build()));
    forged.put("too early", issuer.sign(issuer.claims("ada").notBeforeTime(ago(-600)).build()));
    forged.put(
        "not for signing in", issuer.sign(good, new JOSEObjectType("logout+jwt"), issuer.key()));
    forged.put(
        "a name with a slash",
        issuer.sign(issuer.claims("ada").claim("preferred_username", "a/b").build()));
    String right = issuer.sign(good);
    forged.put("changed", right.substring(0, right.length() - 8) + "AAAAAAAA");
    forged.put("another issuer", issuer.sign(issuer.claims("ada").issuer("https://x.y").build()));

    for (Map.Entry<String, String> each : forged.entrySet()) {
      assertThat(said(each.getValue())).as(each.getKey()).startsWith("401 ");
    }
    assertThat(with(right, ME).status()).isEqualTo(200);
  }

  private static Date ago(int seconds) {
    return Date.from(Instant.now().minus(Duration.ofSeconds(seconds)));
  }

  @Test
  @Order(5)
  void theNameOfTheHomesOwnerIsNobodyElses() throws Exception {
    assertThat(said(issuer.sign(issuer.claims("owner").build())))
        .startsWith("403 ")
        .contains("userClaim");
  }

  @Test
  @Order(6)
  void withoutTheTenantNobodyIsLetInAndWithAnotherHeWorksForThatOne() throws Exception {
    assertThat(said(issuer.sign(issuer.claims("tim").claim("org", null).build())))
        .startsWith("403 ")
        .contains("org.tenant");
    for (String tenant : List.of("robots", "guests")) {
      JWTClaimsSet claims = issuer.claims("tim").claim("org", Map.of("tenant", tenant)).build();
      assertThat(with(issuer.sign(claims), ME).json().path("tenant").asString()).isEqualTo(tenant);
    }
  }

  @Test
  @Order(7)
  void rolesOfTheProviderDoNotOutliveItsTokens() throws Exception {
    JWTClaimsSet lawyer = issuer.claims("lou").claim("groups", List.of("law")).build();
    Answer made =
        api.send(
            api.request("POST", "/api/auth/access_token/t?expires_at=" + tomorrow(), "")
                .header("Authorization", "Bearer " + issuer.sign(lawyer)));
    assertThat(made.status()).isEqualTo(400);
    assertThat(made.json().path("message").asString()).contains("a token would outlive them");
  }

  private static String tomorrow() {
    return Instant.now().plus(Duration.ofDays(1)).toString().replaceAll("T.*", "");
  }

  @Test
  @Order(8)
  void commandsAreToldWhereToSignIn() throws Exception {
    Answer login = api.send(api.request("GET", "/api/auth/login", ""));

    assertThat(login.status()).isEqualTo(200);
    assertThat(login.json().path("browser_endpoint").asString())
        .isEqualTo(issuer.url() + "/authorize");
    assertThat(login.json().path("browser_client_id").asString()).isEqualTo("sesamo");
    assertThat(login.json().path("device_client_id").asString()).isEqualTo("sesamo-device");
    assertThat(login.json().path("token_endpoint").asString()).isEqualTo(issuer.url() + "/token");
    assertThat(login.json().path("logout_endpoint").isNull()).isTrue();
  }

  @Test
  @Order(9)
  void knownKeysHoldWhileTheProviderIsAwayAndNewOnesAreFetched() throws Exception {
    issuer.goAway(true);
    assertThat(with(issuer.sign(issuer.claims("ada").build()), ME).status()).isEqualTo(200);
    issuer.goAway(false);

    issuer.changeKey();
    assertThat(with(issuer.sign(issuer.claims("ada").build()), ME).status()).isEqualTo(200);
    int before = issuer.asked();
    assertThat(with(issuer.sign(issuer.claims("ada").build()), ME).status()).isEqualTo(200);
    assertThat(issuer.asked()).isEqualTo(before);
  }
}
