package org.bactrian.edge.gds.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.edge.gds.server.GdsMethod.GET_APPLICATION;
import static org.bactrian.edge.gds.server.GdsMethod.GET_TRUST_LIST;
import static org.bactrian.edge.gds.server.GdsMethod.QUERY_APPLICATIONS;
import static org.bactrian.edge.gds.server.GdsMethod.QUERY_SERVERS;
import static org.bactrian.edge.gds.server.GdsMethod.REGISTER_APPLICATION;
import static org.bactrian.edge.gds.server.GdsMethod.START_NEW_KEY_PAIR_REQUEST;
import static org.bactrian.edge.gds.server.GdsMethod.START_SIGNING_REQUEST;
import static org.bactrian.edge.gds.server.GdsMethod.UNREGISTER_APPLICATION;
import static org.bactrian.edge.gds.server.RunningGds.ADMIN_PASSWORD;
import static org.bactrian.edge.gds.server.RunningGds.MOST_APPLICATIONS;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.bactrian.edge.gds.GdsRequests;
import org.bactrian.model.vault.ApplicationVaultAnswer;
import org.bactrian.model.vault.ApplicationVaultRequest;
import org.bactrian.model.vault.VaultRequestKind;
import org.bactrian.model.vault.VaultRequestState;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ServerOnNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications in the directory, and limits of what is taken from them. */
class GdsDirectoryTest {

  private static final NodeId ANY = NodeId.NULL_VALUE;

  @TempDir private static Path data;
  private static RunningGds gds;

  @BeforeAll
  static void open() {
    gds = new RunningGds(data);
  }

  @AfterAll
  static void close() {
    gds.close();
  }

  private static long status(CallMethodResult result) {
    return result.getStatusCode().value();
  }

  private static long signing(
      PullClient client, NodeId id, NodeId group, NodeId type, byte[] request) throws UaException {
    return status(client.call(START_SIGNING_REQUEST, id, group, type, ByteString.of(request)));
  }

  @Test
  void whatAHostileClientSendsIsRefusedWithTheStatusOfTheSpecification() throws Exception {
    PullClient.Identity identity = gds.application();
    long invalid = StatusCodes.Bad_InvalidArgument;
    try (PullClient client = gds.connect(identity)) {
      NodeId id = client.register();
      assertThat(status(client.call(REGISTER_APPLICATION, client.description())))
          .isEqualTo(StatusCodes.Bad_EntryExists);
      assertThat(status(client.call(REGISTER_APPLICATION, "no record"))).isEqualTo(invalid);
      assertThat(status(client.call(REGISTER_APPLICATION)))
          .isEqualTo(StatusCodes.Bad_ArgumentsMissing);
      assertThat(status(client.call(REGISTER_APPLICATION, client.description("no uri", ANY))))
          .isEqualTo(invalid);
      String longest = "urn:" + "x".repeat(5000);
      assertThat(status(client.call(REGISTER_APPLICATION, client.description(longest, ANY))))
          .isEqualTo(invalid);
      ExtensionObject cutOff =
          ExtensionObject.of(
              ByteString.of(new byte[] {1}), client.id(GdsIds.APPLICATION_RECORD_BINARY));
      assertThat(status(client.call(REGISTER_APPLICATION, cutOff))).isEqualTo(invalid);
      assertThat(signing(client, id, ANY, ANY, new byte[0])).isEqualTo(invalid);
      assertThat(signing(client, id, ANY, ANY, new byte[100_000])).isEqualTo(invalid);
      byte[] request = identity.signingRequest();
      byte[] forged = request.clone();
      forged[forged.length - 1] ^= 1;
      assertThat(signing(client, id, ANY, ANY, forged)).isEqualTo(invalid);
      byte[] foreign = PullClient.Identity.selfSigned("urn:test:foreign").signingRequest();
      assertThat(signing(client, id, ANY, ANY, foreign)).isEqualTo(invalid);
      assertThat(signing(client, id, client.id(649), ANY, request)).isEqualTo(invalid);
      assertThat(signing(client, id, ANY, client.id(1), request)).isEqualTo(invalid);
      assertThat(signing(client, client.id(UUID.randomUUID()), ANY, ANY, request))
          .isEqualTo(StatusCodes.Bad_NotFound);
      assertThat(keyPair(client, id, "no name", "PFX")).isEqualTo(invalid);
      assertThat(keyPair(client, id, "CN=#zz", "PFX")).isEqualTo(invalid);
      assertThat(keyPair(client, id, "", "JKS")).isEqualTo(invalid);
      NodeId list = (NodeId) client.outputs(GET_TRUST_LIST, id, ANY).get(0);
      for (int number = 0; number < TrustListFiles.MOST_PER_SESSION; number++) {
        client.outputs(list, client.fileMethod(list, "Open"), ubyte(1));
      }
      assertThat(status(client.call(list, client.fileMethod(list, "Open"), ubyte(1))))
          .isEqualTo(StatusCodes.Bad_ResourceUnavailable);
      client.outputs(UNREGISTER_APPLICATION, id);
    }
  }

  private static long keyPair(PullClient client, NodeId id, String subject, String format)
      throws UaException {
    return status(
        client.call(
            START_NEW_KEY_PAIR_REQUEST, id, ANY, ANY, subject, new String[0], format, "secret"));
  }

  @Test
  void anApplicationWaitsForSoManyCertificatesAndAnOldOutcomeMakesRoomForANewRequest()
      throws Exception {
    PullClient.Identity identity = gds.application();
    try (PullClient client = gds.connect(identity)) {
      NodeId id = client.register();
      NodeId oldest = client.startSigning(id);
      NodeId refused = client.startSigning(id);
      for (int number = 2; number < GdsRequests.MOST_PER_APPLICATION; number++) {
        client.startSigning(id);
      }
      assertThat(signing(client, id, ANY, ANY, identity.signingRequest()))
          .isEqualTo(StatusCodes.Bad_TooManyOperations);

      ApplicationVaultRequest first = gds.next(VaultRequestKind.StartSigningRequest);
      gds.answer(
          gds.issued(
              first, gds.authority().issue("Filler", identity.uri(), identity.keys().getPublic())));
      ApplicationVaultRequest second = gds.next(VaultRequestKind.StartSigningRequest);
      gds.answer(ApplicationVaultAnswer.of(second.requestId(), VaultRequestState.Rejected));
      assertThat(status(client.finish(id, refused))).isEqualTo(StatusCodes.Bad_RequestNotAllowed);
      client.startSigning(id);
      assertThat(status(client.finish(id, oldest))).isEqualTo(StatusCodes.Good);
      client.startSigning(id);
      assertThat(signing(client, id, ANY, ANY, identity.signingRequest()))
          .isEqualTo(StatusCodes.Bad_TooManyOperations);

      ApplicationVaultRequest third = gds.next(VaultRequestKind.StartSigningRequest);
      gds.answer(ApplicationVaultAnswer.of(third.requestId(), VaultRequestState.Rejected));
      client.startSigning(id);

      assertThat(status(client.finish(id, client.id(UUID.fromString(third.requestId())))))
          .isEqualTo(StatusCodes.Bad_InvalidArgument);
      client.outputs(UNREGISTER_APPLICATION, id);
    }
  }

  @Test
  void applicationsAreFoundByWhatTheySayOfThemselves() throws Exception {
    try (PullClient admin = gds.connectAsAdministrator(gds.application(), ADMIN_PASSWORD)) {
      ExtensionObject server =
          admin.encoded(
              new ApplicationRecord(
                  ANY,
                  "urn:test:line1:server",
                  ApplicationType.Server,
                  new LocalizedText[] {LocalizedText.english("Line 1")},
                  "urn:test:product",
                  new String[] {"opc.tcp://line1:4840"},
                  new String[] {"DA"}));
      NodeId id = (NodeId) admin.outputs(REGISTER_APPLICATION, server).get(0);
      assertThat(admin.record(admin.outputs(GET_APPLICATION, id).get(0)).applicationUri())
          .isEqualTo("urn:test:line1:server");

      ExtensionObject[] descriptions = queried(admin, "Line_1", 1);
      assertThat(descriptions).hasSize(1);
      assertThat(
              ((ApplicationDescription)
                      descriptions[0].decode(admin.milo().getStaticEncodingContext()))
                  .getDiscoveryUrls())
          .containsExactly("opc.tcp://line1:4840");
      List<Object> found =
          admin.outputs(
              QUERY_SERVERS, uint(0), uint(0), "", "urn:test:line1:%", "", new String[] {"DA"});
      ExtensionObject[] servers = (ExtensionObject[]) found.get(1);
      assertThat(servers).hasSize(1);
      assertThat(
              ((ServerOnNetwork) servers[0].decode(admin.milo().getStaticEncodingContext()))
                  .getServerName())
          .isEqualTo("Line 1");
      assertThat(queried(admin, "", 2)).isEmpty();
      admin.outputs(UNREGISTER_APPLICATION, id);
    }
  }

  private static ExtensionObject[] queried(PullClient admin, String name, int types)
      throws UaException {
    return (ExtensionObject[])
        admin
            .outputs(
                QUERY_APPLICATIONS,
                uint(0),
                uint(0),
                name,
                "%line1%",
                uint(types),
                "",
                new String[0])
            .get(2);
  }

  @Test
  void tooManyApplicationsAreRefusedAndOnesThatLeaveMakeRoom(@TempDir Path own) throws Exception {
    try (RunningGds small = new RunningGds(own);
        PullClient admin = small.connectAsAdministrator(small.application(), ADMIN_PASSWORD)) {
      NodeId last = ANY;
      for (int number = 0; number < MOST_APPLICATIONS; number++) {
        ExtensionObject one = admin.description("urn:test:" + number, ANY);
        last = (NodeId) admin.outputs(REGISTER_APPLICATION, one).get(0);
      }
      ExtensionObject more = admin.description("urn:test:more", ANY);
      assertThat(status(admin.call(REGISTER_APPLICATION, more)))
          .isEqualTo(StatusCodes.Bad_ResourceUnavailable);

      admin.outputs(UNREGISTER_APPLICATION, last);

      assertThat(status(admin.call(REGISTER_APPLICATION, more))).isEqualTo(StatusCodes.Good);
    }
  }
}
