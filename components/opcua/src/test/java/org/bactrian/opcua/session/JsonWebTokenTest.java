package org.bactrian.opcua.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bactrian.opcua.testkit.TestPlant;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.OfferedSecurity;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.bactrian.simulator.token.TokenIssuer;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonWebTokenTest {

  @TempDir private static Path folder;
  private static Simulator plant;
  private static SessionPool pool;

  @BeforeAll
  static void start() throws Exception {
    plant =
        Simulator.start(
            SimulatorSettings.in(folder.resolve("plant"))
                .withPort(0)
                .withSecurity(OfferedSecurity.COMPLETE));
    pool = new SessionPool(TestPlant.client(folder));
  }

  @AfterAll
  static void stop() throws Exception {
    pool.close();
    plant.close();
  }

  private static Session open(String token, RequiredSecurityMode mode) {
    return pool.open(
        ConnectionSettings.of(plant.endpointUrl())
            .withSecurityMode(mode)
            .withUser(new UserCredential.JsonWebToken(token)));
  }

  private static Instant later() {
    return Instant.now().plusSeconds(3600);
  }

  private static String fault(Session session) {
    await().until(() -> session.state() instanceof SessionState.Disconnected);
    return ((SessionState.Disconnected) session.state()).fault();
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "SIGN", "SIGN_AND_ENCRYPT"})
  void theServerKnowsTheUserThatItsAuthorityHasNamed(RequiredSecurityMode mode) throws Exception {
    // Longer than a block that the key of the server encrypts.
    String token = plant.tokens().issue("anna".repeat(100), later());

    try (Session session = open(token, mode)) {
      session.client().get(30, TimeUnit.SECONDS);

      assertThat(plant.connectedUsers()).anyMatch(user -> user.kind() == UserTokenType.IssuedToken);
    }
  }

  static Stream<String> refusedTokens() {
    String valid = plant.tokens().issue("anna", later());
    return Stream.of(
        plant.tokens().issue("anna", Instant.now().minusSeconds(1)),
        new TokenIssuer("urn:bactrian:simulator").issue("anna", later()),
        valid.substring(0, valid.lastIndexOf('.') + 1),
        "geheim");
  }

  @ParameterizedTest
  @MethodSource("refusedTokens")
  void aTokenThatIsExpiredForgedOrNoneIsAFaultThatDoesNotShowIt(String token) {
    try (Session session = open(token, RequiredSecurityMode.SIGN_AND_ENCRYPT)) {
      assertThat(fault(session))
          .contains("the server refused the user of a JSON Web Token")
          .contains("when it expires")
          .doesNotContain(token);
    }
    assertThat(new UserCredential.JsonWebToken(token).toString()).doesNotContain(token);
  }

  @Test
  void aServerWithoutSuchUsersIsAFaultThatSaysWhomItTakes() throws Exception {
    try (TestPlant usual = TestPlant.start(folder.resolve("usual"));
        Session session =
            pool.open(
                ConnectionSettings.of(usual.url())
                    .withUser(new UserCredential.JsonWebToken("geheim")))) {
      assertThat(fault(session))
          .contains("takes users of kind JSON Web Token")
          .contains("Taken are Anonymous, UserName, Certificate");
    }
  }
}
