package org.bactrian.interop.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.eclipse.milo.opcua.stack.core.security.SecurityPolicy.Aes128_Sha256_RsaOaep;
import static org.eclipse.milo.opcua.stack.core.security.SecurityPolicy.Aes256_Sha256_RsaPss;
import static org.eclipse.milo.opcua.stack.core.security.SecurityPolicy.Basic256;
import static org.eclipse.milo.opcua.stack.core.security.SecurityPolicy.Basic256Sha256;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.UserCredential;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.NotificationHeader;
import org.bactrian.opcua.subscription.Subscription;
import org.bactrian.opcua.subscription.SubscriptionListener;
import org.bactrian.opcua.subscription.SubscriptionSettings;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every security that we and node-opcua have, with every kind of user that both have. It refuses
 * JSON Web Tokens, and Node.js no longer decrypts Basic128Rsa15 (CVE-2023-46809).
 */
@NeedsNodeJs
class SecurityOfNodeOpcuaTest {

  private static final Duration RATE = Duration.ofMillis(50);
  private static final ExpandedNodeId COUNTER =
      NodeIdText.parse("nsu=urn:node-opcua:plant;s=Counter1");

  @TempDir static Path data;
  private static NodeOpcuaServer server;
  private static SessionPool sessions;

  @BeforeAll
  static void start() throws Exception {
    server =
        NodeOpcuaServer.start(
            Map.of(
                "pki", data.resolve("server").toString(),
                "rate", "50",
                "policies",
                    "None,Basic256,Basic256Sha256,Aes128_Sha256_RsaOaep,Aes256_Sha256_RsaPss"));
    sessions = new SessionPool(OpcUaClientSettings.of(data.resolve("client")).withAutoAccept(true));
  }

  @AfterAll
  static void stop() throws Exception {
    if (sessions != null) {
      sessions.close();
    }
    if (server != null) {
      server.close();
    }
  }

  /** Signed by itself: node-opcua would ask for the authority of another one. */
  private static UserCredential certificate() throws Exception {
    KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
    return new UserCredential.Certificate(
        new SelfSignedCertificateBuilder(keys)
            .setCommonName("anna")
            .setApplicationUri("urn:anna")
            .build(),
        keys.getPrivate());
  }

  static Stream<Arguments> combinations() throws Exception {
    List<UserCredential> users =
        List.of(
            UserCredential.ANONYMOUS,
            new UserCredential.UserName("anna", "red lorry"),
            certificate());
    Stream<Arguments> secured =
        Stream.of(Basic256, Basic256Sha256, Aes128_Sha256_RsaOaep, Aes256_Sha256_RsaPss)
            .flatMap(
                policy ->
                    Stream.of(RequiredSecurityMode.SIGN, RequiredSecurityMode.SIGN_AND_ENCRYPT)
                        .map(mode -> Arguments.of(mode, policy)));
    return Stream.concat(
            Stream.of(Arguments.of(RequiredSecurityMode.NONE, SecurityPolicy.None)), secured)
        .flatMap(one -> users.stream().map(user -> Arguments.of(one.get()[0], one.get()[1], user)));
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void valuesAreReadAndSubscribedTo(
      RequiredSecurityMode mode, SecurityPolicy policy, UserCredential user) throws Exception {
    List<DataValue> received = new CopyOnWriteArrayList<>();
    ConnectionSettings settings =
        ConnectionSettings.of(server.endpointUrl())
            .withSecurityMode(mode)
            .withSecurityPolicyUri(policy.getUri())
            .withUser(user);
    try (Session session = sessions.open(settings);
        Subscription subscription = subscribe(session, received)) {
      OpcUaClient client = session.client().get(60, TimeUnit.SECONDS);

      assertThat(client.getConfig().getEndpoint().getSecurityPolicyUri())
          .isEqualTo(policy.getUri());
      assertThat(
              client
                  .readValue(
                      0,
                      TimestampsToReturn.Both,
                      COUNTER.toNodeId(client.getNamespaceTable()).orElseThrow())
                  .statusCode()
                  .isGood())
          .isTrue();
      await().until(() -> received.size() >= 2);
      assertThat(subscription.settings().publishingInterval()).isEqualTo(RATE);
    }
  }

  private static Subscription subscribe(Session session, List<DataValue> received) {
    Subscription subscription =
        session.subscribe(
            SubscriptionSettings.DEFAULT.withPublishingInterval(RATE),
            new SubscriptionListener() {
              @Override
              public void onDataChanges(
                  NotificationHeader header, List<MonitoredItem> items, List<DataValue> values) {
                received.addAll(values);
              }
            });
    subscription.monitor(List.of(MonitoredItem.value("counter", COUNTER, Duration.ZERO)));
    return subscription;
  }
}
