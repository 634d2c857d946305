package org.bactrian.edge.gds.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bactrian.edge.gds.server.GdsMethod.FIND_APPLICATIONS;
import static org.bactrian.edge.gds.server.GdsMethod.FINISH_REQUEST;
import static org.bactrian.edge.gds.server.GdsMethod.GET_CERTIFICATE_GROUPS;
import static org.bactrian.edge.gds.server.GdsMethod.GET_CERTIFICATE_STATUS;
import static org.bactrian.edge.gds.server.GdsMethod.GET_TRUST_LIST;
import static org.bactrian.edge.gds.server.GdsMethod.REGISTER_APPLICATION;
import static org.bactrian.edge.gds.server.GdsMethod.START_NEW_KEY_PAIR_REQUEST;
import static org.bactrian.edge.gds.server.GdsMethod.UNREGISTER_APPLICATION;
import static org.bactrian.edge.gds.server.GdsMethod.UPDATE_APPLICATION;
import static org.bactrian.edge.gds.server.RunningGds.ADMIN_PASSWORD;
import static org.bactrian.edge.gds.server.RunningGds.base64;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bactrian.model.vault.ApplicationVaultAnswer;
import org.bactrian.model.vault.ApplicationVaultRequest;
import org.bactrian.model.vault.VaultRequestKind;
import org.bactrian.model.vault.VaultRequestState;
import org.bactrian.model.vault.VaultTrustList;
import org.bactrian.patience.TestAuthority;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications get certificates, keys and trust lists, each its own. */
class GdsServerTest {

  private static final NodeId ANY = NodeId.NULL_VALUE;
  private static final int KEY_BITS = 2048;

  @TempDir private static Path data;
  private static RunningGds gds;
  private static TestAuthority authority;

  @BeforeAll
  static void open() {
    gds = new RunningGds(data);
    authority = gds.authority();
  }

  @AfterAll
  static void close() {
    gds.close();
  }

  private static X509Certificate certificate(PullClient.Identity identity) {
    return authority.issue("Filler", identity.uri(), identity.keys().getPublic());
  }

  /** The application with the certificate that it got. */
  private static PullClient.Identity renewed(
      PullClient.Identity identity, X509Certificate certificate) {
    return new PullClient.Identity(
        identity.uri(),
        identity.keys(),
        new X509Certificate[] {certificate, authority.certificate()});
  }

  private static VaultTrustList trustInAuthority(String... crls) {
    return new VaultTrustList(
        List.of(base64(authority.certificate())), List.of(crls), List.of(), List.of());
  }

  private static long status(CallMethodResult result) {
    return result.getStatusCode().value();
  }

  @Test
  void anApplicationGetsACertificateForItsKeyAndConnectsWithIt() throws Exception {
    PullClient.Identity identity = gds.application();
    X509Certificate certificate;
    try (PullClient client = gds.connect(identity)) {
      NodeId id = client.register();
      assertThat(client.outputs(GET_CERTIFICATE_STATUS, id, ANY, ANY)).containsExactly(true);
      NodeId request = client.startSigning(id);
      assertThat(status(client.finish(id, request))).isEqualTo(StatusCodes.Bad_NothingToDo);

      ApplicationVaultRequest message = gds.next(VaultRequestKind.StartSigningRequest);
      assertThat(message.application().applicationUri()).isEqualTo(identity.uri());
      assertThat(message.application().siteId()).isEqualTo("site1");
      assertThat(message.certificateRequest()).isEqualTo(base64(identity.signingRequest()));
      gds.answer(ApplicationVaultAnswer.of(message.requestId(), VaultRequestState.New));
      assertThat(status(client.finish(id, request))).isEqualTo(StatusCodes.Bad_NothingToDo);
      certificate = certificate(identity);
      gds.answer(gds.issued(message, certificate));

      List<Object> result = client.outputs(FINISH_REQUEST, id, request);
      assertThat(result.get(0)).isEqualTo(ByteString.of(certificate.getEncoded()));
      assertThat(((ByteString) result.get(1)).isNullOrEmpty()).isTrue();
      assertThat((ByteString[]) result.get(2))
          .containsExactly(ByteString.of(authority.certificate().getEncoded()));
      assertThat(client.outputs(GET_CERTIFICATE_STATUS, id, ANY, ANY)).containsExactly(false);
      ApplicationVaultRequest accept = gds.next(VaultRequestKind.AcceptRequest);
      assertThat(accept.startedRequestId()).isEqualTo(message.requestId());
    }

    try (PullClient client = gds.connect(renewed(identity, certificate))) {
      assertThat(client.outputs(FIND_APPLICATIONS, identity.uri())).hasSize(1);
    }
  }

  @Test
  void aRevokedCertificateThatWasIssuedHereConnectsNoMore() throws Exception {
    PullClient.Identity identity = gds.application();
    X509Certificate certificate = certificate(identity);
    try (PullClient client = gds.connect(identity)) {
      NodeId id = client.register();
      client.startSigning(id);
      ApplicationVaultRequest message = gds.next(VaultRequestKind.StartSigningRequest);
      gds.answer(
          gds.issued(message, certificate)
              .with()
              .trustList(trustInAuthority(base64(authority.crl(certificate).getEncoded())))
              .build());
    }

    assertThatThrownBy(() -> gds.connect(renewed(identity, certificate)))
        .isInstanceOf(UaException.class);
  }

  @Test
  void aKeyThatTheVaultMadeComesAsPfxOrAsPemWithThePasswordOfTheApplication() throws Exception {
    PullClient.Identity identity = gds.application();
    try (PullClient client = gds.connect(identity)) {
      NodeId id = client.register();
      TestAuthority.Issued made = authority.issue("Filler", identity.uri());

      byte[] pfx = keyPair(client, id, "PFX", made);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(pfx), "secret".toCharArray());
      assertThat(store.getKey("application", "secret".toCharArray()).getEncoded())
          .isEqualTo(made.key().getEncoded());

      byte[] pem = keyPair(client, id, "PEM", made);
      assertThat(new String(pem, StandardCharsets.US_ASCII))
          .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    }
  }

  private static byte[] keyPair(
      PullClient client, NodeId id, String format, TestAuthority.Issued made) throws Exception {
    Object request =
        client
            .outputs(
                START_NEW_KEY_PAIR_REQUEST,
                id,
                ANY,
                ANY,
                "CN=Filler",
                new String[] {"filler.local"},
                format,
                "secret")
            .get(0);
    ApplicationVaultRequest message = gds.next(VaultRequestKind.StartNewKeyPairRequest);
    assertThat(message.subjectName()).isEqualTo("CN=Filler");
    assertThat(message.domainNames()).containsExactly("filler.local");
    gds.answer(
        gds.issued(message, made.certificate())
            .with()
            .privateKey(base64(made.key().getEncoded()))
            .build());
    return ((ByteString) client.outputs(FINISH_REQUEST, id, request).get(1)).bytesOrEmpty();
  }

  @Test
  void aKeyOfAnotherCertificateIsRefusedAndTheRequestStaysOpen() throws Exception {
    PullClient.Identity identity = gds.application();
    KeyPair other = TestAuthority.newKeys(KEY_BITS / 2);
    try (PullClient client = gds.connect(identity)) {
      NodeId id = client.register();
      NodeId request =
          (NodeId)
              client
                  .outputs(
                      START_NEW_KEY_PAIR_REQUEST, id, ANY, ANY, "", new String[0], "PEM", "secret")
                  .get(0);
      ApplicationVaultRequest message = gds.next(VaultRequestKind.StartNewKeyPairRequest);

      assertThatThrownBy(
              () ->
                  gds.answer(
                      gds.issued(message, certificate(identity))
                          .with()
                          .privateKey(base64(other.getPrivate().getEncoded()))
                          .build()))
          .hasMessageContaining("privateKey is no PKCS #8 key of the certificate")
          .hasMessageNotContaining(base64(other.getPrivate().getEncoded()));

      assertThat(status(client.finish(id, request))).isEqualTo(StatusCodes.Bad_NothingToDo);
    }
  }

  @Test
  void aTrustListIsReadAsAFileInParts() throws Exception {
    try (PullClient client = gds.connect(gds.application())) {
      NodeId id = client.register();
      NodeId group = ((NodeId[]) client.outputs(GET_CERTIFICATE_GROUPS, id).get(0))[0];
      NodeId list = (NodeId) client.outputs(GET_TRUST_LIST, id, group).get(0);
      ApplicationVaultRequest asked = gds.next(VaultRequestKind.GetTrustList);
      gds.answer(
          ApplicationVaultAnswer.of(asked.requestId(), VaultRequestState.Completed)
              .with()
              .trustList(trustInAuthority())
              .build());

      assertThat(client.trustList(list).getTrustedCertificates())
          .containsExactly(ByteString.of(authority.certificate().getEncoded()));
      assertThat(client.trustList(client.id(GdsIds.DEFAULT_TRUST_LIST)).getTrustedCertificates())
          .hasSize(1);
      assertThat(status(client.call(list, client.fileMethod(list, "Open"), ubyte(2))))
          .isEqualTo(StatusCodes.Bad_NotWritable);
    }
  }

  @Test
  void aClientActsForItselfOnlyAndTheAdministratorForAll() throws Exception {
    PullClient.Identity owner = gds.application();
    PullClient.Identity other = gds.application();
    long denied = StatusCodes.Bad_UserAccessDenied;
    long invalid = StatusCodes.Bad_InvalidArgument;
    try (PullClient first = gds.connect(owner);
        PullClient second = gds.connect(other)) {
      NodeId id = first.register();
      NodeId request = first.startSigning(id);
      NodeId own = second.register();

      assertThat(
              status(
                  second.call(REGISTER_APPLICATION, second.description("urn:test:elsewhere", ANY))))
          .isEqualTo(denied);
      assertThat(status(second.call(UPDATE_APPLICATION, second.description(owner.uri(), id))))
          .isEqualTo(denied);
      assertThat(status(second.call(UNREGISTER_APPLICATION, id))).isEqualTo(denied);
      assertThat(status(second.finish(id, request))).isEqualTo(denied);
      assertThat(status(second.call(GET_TRUST_LIST, id, ANY))).isEqualTo(denied);
      assertThat(status(second.finish(own, request))).isEqualTo(invalid);
      assertThat(status(second.finish(own, second.id(UUID.randomUUID())))).isEqualTo(invalid);
      NodeId list = (NodeId) first.outputs(GET_TRUST_LIST, id, ANY).get(0);
      assertThat(status(second.call(list, second.fileMethod(list, "Open"), ubyte(1))))
          .isEqualTo(denied);
      Object handle = first.outputs(list, first.fileMethod(list, "Open"), ubyte(1)).get(0);
      assertThat(status(second.call(list, second.fileMethod(list, "Read"), handle, 1)))
          .isEqualTo(invalid);

      try (PullClient admin = gds.connectAsAdministrator(other, ADMIN_PASSWORD)) {
        assertThat(status(admin.finish(id, request))).isEqualTo(StatusCodes.Bad_NothingToDo);
        assertThat(status(admin.call(UNREGISTER_APPLICATION, id))).isEqualTo(StatusCodes.Good);
      }
      assertThat(status(first.finish(id, request))).isEqualTo(StatusCodes.Bad_NotFound);
      assertThat(status(second.call(UNREGISTER_APPLICATION, own))).isEqualTo(StatusCodes.Good);
    }
    assertThatThrownBy(() -> gds.connectAsAdministrator(other, "a guess"))
        .isInstanceOf(UaException.class);
  }

  @Test
  void aClientThatNobodyTrustsIsRefusedAndShownToTheOperator() throws Exception {
    PullClient.Identity stranger = PullClient.Identity.selfSigned("urn:test:stranger");

    assertThatThrownBy(() -> gds.connect(stranger)).isInstanceOf(UaException.class);

    try (Stream<Path> rejected = Files.list(gds.pki().resolve("rejected/certs"))) {
      assertThat(rejected).anyMatch(file -> file.getFileName().toString().startsWith("stranger-"));
    }
  }

  @Test
  void requestsAndResultsOutliveTheProcess(@TempDir Path own) throws Exception {
    try (RunningGds lasting = new RunningGds(own)) {
      PullClient.Identity identity = lasting.application();
      NodeId id;
      NodeId request;
      try (PullClient client = lasting.connect(identity)) {
        id = client.register();
        request = client.startSigning(id);
      }
      ApplicationVaultRequest registration = lasting.next().orElseThrow();

      lasting.restart();
      ApplicationVaultRequest again = lasting.next().orElseThrow();
      assertThat(again).isEqualTo(registration);
      lasting.answer(
          ApplicationVaultAnswer.of(registration.requestId(), VaultRequestState.Completed));
      ApplicationVaultRequest message = lasting.next(VaultRequestKind.StartSigningRequest);
      X509Certificate certificate = certificate(identity);
      lasting.answer(lasting.issued(message, certificate));

      lasting.restart();
      try (PullClient client = lasting.connect(identity)) {
        assertThat(client.outputs(FINISH_REQUEST, id, request).get(0))
            .isEqualTo(ByteString.of(certificate.getEncoded()));
      }
    }
  }
}
