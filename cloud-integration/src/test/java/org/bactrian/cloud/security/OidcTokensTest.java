package org.bactrian.cloud.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An issuer of tokens as an installation has it, with its keys behind a URL. */
class OidcTokensTest {

  private static final String ISSUER = "https://login.example.org/tenant/v2.0";
  private static final String AUDIENCE = "api://bactrian";

  private ECKey key;
  private volatile JWKSet published;
  private HttpServer server;
  private TokenVerifier verifier;

  @BeforeEach
  void publishKeys() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    published = new JWKSet(key.toPublicJWK());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          byte[] body = published.toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    verifier = TokenVerifier.of(new OidcIssuer(ISSUER, AUDIENCE, keys()));
  }

  private URI keys() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aTokenOfTheIssuerLetsItsBearerInWithTheRolesThatItNames() throws Exception {
    assertThat(verifier.verify(token(claims().claim("roles", List.of("Admin", "Other")))))
        .isEqualTo(new Caller("ann", Set.of(Permission.READ, Permission.ADMINISTER)));
    assertThat(verifier.verify(token(claims().claim("roles", "Write"))))
        .isEqualTo(new Caller("ann", Set.of(Permission.READ, Permission.WRITE)));
    assertThat(verifier.verify(token(claims())))
        .isEqualTo(new Caller("ann", Set.of(Permission.READ)));
  }

  @Test
  void aTokenOfAnotherIssuerOrForAnotherAudienceOrWithoutAnEndIsRefused() throws Exception {
    assertRefused(token(claims().issuer("https://login.example.org/other/v2.0")));
    assertRefused(token(claims().audience("api://other")));
    assertRefused(token(claims().expirationTime(null)));
    assertRefused(token(claims().expirationTime(Date.from(Instant.now().minusSeconds(3_600)))));
    assertRefused(token(claims().notBeforeTime(Date.from(Instant.now().plusSeconds(3_600)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "at+jwt", "AT+JWT", "application/at+jwt"})
  void aTokenMaySayThatItIsAnAccessToken(String type) throws Exception {
    assertThat(verifier.verify(token(type, claims())).subject()).isEqualTo("ann");
  }

  @ParameterizedTest
  @ValueSource(strings = {"logout+jwt", "dpop+jwt", "JOSE"})
  void aTokenThatIsMeantForSomethingElseIsRefused(String type) throws Exception {
    assertRefused(token(type, claims()));
  }

  @Test
  void aTokenThatIsSignedByWhatIsPublicIsRefused() throws Exception {
    SignedJWT forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims().build());
    forged.sign(new MACSigner(key.toPublicJWK().toJSONString()));

    assertRefused(forged.serialize());
  }

  @Test
  void aTokenOfThisMachineDoesNotCountWhereThereIsAnIssuer(@TempDir Path data) {
    assertRefused(LocalTokens.in(data).issue("ann", Permission.ADMINISTER, Duration.ofHours(1)));
  }

  @Test
  void aKeyThatTheIssuerAddsIsKnownWithoutARestart() throws Exception {
    verifier.verify(token(claims()));
    ECKey next = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
    published = new JWKSet(List.of(key.toPublicJWK(), next.toPublicJWK()));
    key = next;

    assertThat(verifier.verify(token(claims())).subject()).isEqualTo("ann");
  }

  @Test
  void whileTheKeysCannotBeHadNobodyIsToldThatTheTokenIsWrong() throws Exception {
    String token = token(claims());
    server.stop(0);

    assertThatExceptionOfType(OperationException.class)
        .isThrownBy(() -> verifier.verify(token))
        .returns(FaultKind.EXTERNAL_DEPENDENCY, OperationException::kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://login.example.org/keys", "http://127.example.org/keys"})
  void keysMustComeOverHttpsUnlessTheyComeFromThisMachine(URI open) {

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OidcIssuer(ISSUER, AUDIENCE, open))
        .withMessageContaining("https");
  }

  private void assertRefused(String token) {
    assertThatExceptionOfType(TokenRefusedException.class)
        .isThrownBy(() -> verifier.verify(token))
        .withMessageNotContaining(token);
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(List.of("api://more", AUDIENCE))
        .subject("ann")
        .expirationTime(Date.from(Instant.now().plusSeconds(600)));
  }

  private String token(JWTClaimsSet.Builder claims) throws Exception {
    return token(null, claims);
  }

  private String token(String type, JWTClaimsSet.Builder claims) throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(key.getKeyID())
                .type(type == null ? null : new JOSEObjectType(type))
                .build(),
            claims.build());
    token.sign(new ECDSASigner(key));
    return token.serialize();
  }
}
