package org.bactrian.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bactrian.simulator.Eventually.eventually;
import static org.eclipse.milo.opcua.stack.core.security.SecurityPolicy.Aes128_Sha256_RsaOaep;
import static org.eclipse.milo.opcua.stack.core.security.SecurityPolicy.Aes256_Sha256_RsaPss;
import static org.eclipse.milo.opcua.stack.core.security.SecurityPolicy.Basic256Sha256;
import static org.eclipse.milo.opcua.stack.core.security.SecurityPolicy.None;
import static org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode.Sign;
import static org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode.SignAndEncrypt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.bactrian.simulator.settings.ClientTrust;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.bactrian.simulator.settings.UserAccount;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SecurityTest {

  private static final UserAccount ANNA = new UserAccount("anna", "red lorry");
  private static final ClientIdentity.Application APPLICATION = ClientIdentity.Application.create();
  private static final ClientIdentity.Application USER = ClientIdentity.Application.create();

  @TempDir static Path data;
  private static Simulator open;
  private static Simulator strict;

  @BeforeAll
  static void startBoth() throws IOException {
    SimulatorSettings settings = SimulatorSettings.in(data.resolve("open")).withPort(0);
    open = Simulator.start(settings.withUsers(List.of(ANNA)));
    strict =
        Simulator.start(
            SimulatorSettings.in(data.resolve("strict"))
                .withPort(0)
                .withClientTrust(ClientTrust.TRUST_LIST));
  }

  @AfterAll
  static void closeBoth() throws IOException {
    open.close();
    strict.close();
  }

  static Stream<Arguments> endpoints() {
    return Stream.of(
        Arguments.of(None, MessageSecurityMode.None),
        Arguments.of(Basic256Sha256, Sign),
        Arguments.of(Basic256Sha256, SignAndEncrypt),
        Arguments.of(Aes128_Sha256_RsaOaep, SignAndEncrypt),
        Arguments.of(Aes256_Sha256_RsaPss, SignAndEncrypt));
  }

  @ParameterizedTest
  @MethodSource("endpoints")
  void everyEndpointServesValues(SecurityPolicy policy, MessageSecurityMode mode)
      throws UaException {
    try (PlantClient client = PlantClient.connect(open, policy, mode, APPLICATION)) {
      assertThat(client.read(client.plantNode("Line1/Filler/Pieces")).statusCode().isGood())
          .isTrue();
    }
  }

  @Test
  void aKnownUserLogsOnEvenWithoutMessageSecurity() throws UaException {
    ClientIdentity anna = new ClientIdentity.Named(ANNA.name(), ANNA.password());
    try (PlantClient client = PlantClient.connect(open, None, MessageSecurityMode.None, anna)) {
      assertThat(client.read(client.plantNode("Line1/Filler/Pieces")).statusCode().isGood())
          .isTrue();
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    ClientIdentity impostor = new ClientIdentity.Named(ANNA.name(), "yellow lorry");

    assertThatThrownBy(() -> PlantClient.connect(open, None, MessageSecurityMode.None, impostor))
        .satisfies(
            refused -> assertThat(statusOf(refused)).isEqualTo(StatusCodes.Bad_UserAccessDenied));
  }

  @Test
  void aUserLogsOnWithACertificate() throws UaException {
    ClientIdentity certified = new ClientIdentity.Certified(APPLICATION, USER);
    try (PlantClient client =
        PlantClient.connect(open, Basic256Sha256, SignAndEncrypt, certified)) {
      assertThat(client.read(client.plantNode("Line1/Filler/Pieces")).statusCode().isGood())
          .isTrue();
    }
  }

  @Test
  void withTrustListsAnApplicationIsRefusedUntilItsCertificateIsTrusted() throws Exception {
    assertThatThrownBy(
            () -> PlantClient.connect(strict, Basic256Sha256, SignAndEncrypt, APPLICATION))
        .satisfies(
            refused ->
                assertThat(statusOf(refused)).isEqualTo(StatusCodes.Bad_SecurityChecksFailed));

    assertThat(strict.rejectedClients()).contains(APPLICATION.certificate());
    trust("refused", APPLICATION);
    eventually()
        .ignoreExceptions()
        .untilAsserted(
            () -> PlantClient.connect(strict, Basic256Sha256, SignAndEncrypt, APPLICATION).close());
  }

  @Test
  void withTrustListsTheSessionOfAnApplicationEndsWhenItIsTrustedNoLonger() throws Exception {
    ClientIdentity.Application guest = ClientIdentity.Application.create();
    Path file = trust("guest", guest);
    AtomicReference<PlantClient> client = new AtomicReference<>();
    eventually()
        .ignoreExceptions()
        .until(
            () -> {
              client.set(PlantClient.connect(strict, Basic256Sha256, SignAndEncrypt, guest));
              return true;
            });
    AtomicBoolean ended = new AtomicBoolean();
    client
        .get()
        .milo()
        .addSessionActivityListener(
            new SessionActivityListener() {
              @Override
              public void onSessionInactive(UaSession session) {
                ended.set(true);
              }
            });

    Files.delete(file);

    eventually().untilTrue(ended);
    assertThat(strict.rejectedClients()).contains(guest.certificate());
    client.get().milo().disconnectAsync();
  }

  private static Path trust(String name, ClientIdentity.Application application) throws Exception {
    Path file = data.resolve("strict/pki/trusted/certs/" + name + ".der");
    return Files.write(file, application.certificate().getEncoded());
  }

  @Test
  void withTrustListsAUserCertificateThatNobodyTrustsIsRefused() {
    ClientIdentity stranger =
        new ClientIdentity.Certified(APPLICATION, ClientIdentity.Application.create());

    assertThatThrownBy(() -> PlantClient.connect(strict, None, MessageSecurityMode.None, stranger))
        .satisfies(
            refused ->
                assertThat(statusOf(refused)).isEqualTo(StatusCodes.Bad_IdentityTokenRejected));
  }

  @Test
  void thePrivateKeyIsForTheOwnerOnly() throws IOException {
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("open/pki"))))
        .isEqualTo("rwx------");
  }

  private static long statusOf(Throwable refused) {
    return UaException.extractStatusCode(refused).orElseThrow().value();
  }
}
