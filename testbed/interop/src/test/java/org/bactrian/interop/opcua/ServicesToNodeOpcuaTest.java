package org.bactrian.interop.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.opcua.service.BrowseContinuationPoint;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsePage;
import org.bactrian.opcua.service.BrowsedNode;
import org.bactrian.opcua.service.MethodDescription;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodePath;
import org.bactrian.opcua.service.NodePathResult;
import org.bactrian.opcua.service.NodeWrite;
import org.bactrian.opcua.service.WriteResult;
import org.bactrian.opcua.session.ConnectFault;
import org.bactrian.opcua.session.ConnectedServer;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.NotConnectedException;
import org.bactrian.opcua.session.OnDemandSessionPool;
import org.bactrian.opcua.session.OnDemandSessionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.RequestOptions;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.UserCredential;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our sessions on demand and their services against a server that we did not write. */
@NeedsNodeJs
class ServicesToNodeOpcuaTest {

  /** What stands in the folder Plant of opcua-server.js. */
  private static final int NODES = 14;

  private static final ExpandedNodeId PLANT = ExpandedNodeId.of(NodeOpcuaServer.NAMESPACE, "Plant");
  private static final BrowseFilter FOUR_AT_A_TIME =
      BrowseFilter.CHILDREN.withMaxReferencesPerNode(4);

  /** Limit of opcua-server.js, which frees none by itself. */
  private static final int MOST_CONTINUATION_POINTS = 10;

  @TempDir static Path data;
  private static NodeOpcuaServer server;
  private static SessionPool pool;
  private static OnDemandSessionPool sessions;
  private static ConnectionSettings connection;

  @BeforeAll
  static void start() throws IOException {
    server = NodeOpcuaServer.start(data.resolve("server"), 0, 10, Duration.ofMillis(100));
    pool =
        new SessionPool(
            OpcUaClientSettings.of(data.resolve("client"))
                .withAutoAccept(true)
                .withConnectTimeout(Duration.ofSeconds(60))
                .withRequestTimeout(Duration.ofSeconds(60)));
    sessions =
        new OnDemandSessionPool(
            pool, OnDemandSessionSettings.DEFAULT.withLinger(Duration.ofMinutes(5)));
    connection =
        ConnectionSettings.of(server.endpointUrl()).withSecurityMode(RequiredSecurityMode.NONE);
  }

  @AfterAll
  static void stop() throws IOException {
    if (sessions != null) {
      sessions.close();
      pool.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aNodeIsBrowsedPageByPage() throws Exception {
    List<String> names = new ArrayList<>();
    BrowsePage page = use(access -> access.nodes().browseFirst(PLANT, FOUR_AT_A_TIME));
    names.addAll(names(page));
    while (page.continuation().isPresent()) {
      BrowsePage previous = page;
      page = use(access -> access.nodes().browseNext(previous.continuation().orElseThrow(), false));
      names.addAll(names(page));
    }

    assertThat(names)
        .hasSize(NODES)
        .doesNotHaveDuplicates()
        .contains("Counter1", "Counter10", "SetPoint", "Profile", "Multiply");
  }

  @Test
  void browsesThatNobodyFinishesDoNotKeepOthersFromBrowsing() throws Exception {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      tokens.add(
          use(
              access ->
                  access
                      .nodes()
                      .browseFirst(PLANT, FOUR_AT_A_TIME)
                      .thenApply(page -> access.keep(page.continuation().orElseThrow()))));
    }

    assertThat(sessions.active())
        .as("those that the server had no room for were given back")
        .anyMatch(one -> one.continuationPoints() == MOST_CONTINUATION_POINTS);
    BrowsePage next =
        get(
            sessions.resume(
                connection,
                tokens.get(tokens.size() - 1),
                BrowseContinuationPoint.class,
                RequestOptions.DEFAULT,
                (access, point) -> access.nodes().browseNext(point, true)));

    assertThat(next.result().status().isGood()).isTrue();
  }

  @Test
  void moreNodesAreBrowsedAtOnceThanTheServerHasContinuationPointsFor() throws Exception {
    List<ExpandedNodeId> nodes = Collections.nCopies(25, PLANT);
    ConnectionSettings alone = connection.withLocales(List.of("en"));

    List<BrowsedNode> browsed =
        get(
            sessions.use(
                alone,
                RequestOptions.DEFAULT,
                access -> access.nodes().browse(nodes, FOUR_AT_A_TIME)));
    List<Boolean> children =
        get(
            sessions.use(
                alone,
                RequestOptions.DEFAULT,
                access -> access.nodes().hasReferences(nodes, BrowseFilter.CHILDREN)));

    assertThat(browsed)
        .allMatch(node -> node.result().isUsable())
        .allMatch(node -> node.references().size() == NODES);
    assertThat(children).hasSize(25).containsOnly(true);
  }

  @Test
  void pathsLeadToNodesAndThoseThatLeadNowhereAreResults() throws Exception {
    List<NodePathResult> results =
        use(
            access ->
                access
                    .nodes()
                    .translate(List.of(path(access, "SetPoint"), path(access, "NoSuchNode"))));

    assertThat(results.get(0).targets()).hasSize(1);
    assertThat(results.get(0).targets().get(0).node().getIdentifier()).isEqualTo("SetPoint");
    assertThat(results.get(1).result().status().value()).isEqualTo(StatusCodes.Bad_NoMatch);
  }

  @Test
  void aSetPointIsWrittenAndANodeThatDoesNotExistIsAResult() throws Exception {
    List<WriteResult> results =
        use(
            access ->
                access.nodes().write(List.of(write("SetPoint", "21.5"), write("NoSuchNode", "1"))));

    assertThat(results.get(0).status().isGood()).isTrue();
    assertThat(results.get(1).status().value()).isEqualTo(StatusCodes.Bad_NodeIdUnknown);
    assertThat(
            use(access -> access.nodes().read(List.of(NodeAttributeId.value(node("SetPoint"))), 0))
                .get(0)
                .value()
                .value())
        .isEqualTo(21.5);
  }

  @Test
  void aMethodSaysWhatItIsCalledOnAndWith() throws Exception {
    MethodDescription multiply =
        use(access -> access.nodes().methods(List.of(node("Multiply")))).get(0);

    assertThat(multiply.object().map(NodeId::getIdentifier)).contains("Plant");
    assertThat(multiply.inputs()).extracting(Argument::getName).containsExactly("a", "b");
    assertThat(multiply.outputs()).extracting(Argument::getDataType).containsOnly(NodeIds.Double);
  }

  @Test
  void dataTypesAreReadFromTheServer() throws Exception {
    use(
        access -> {
          assertThat(access.dataTypes().builtInType(NodeIds.EUInformation))
              .contains(OpcUaDataType.ExtensionObject);
          assertThat(access.dataTypes().builtInType(NodeIds.ServerState))
              .contains(OpcUaDataType.Int32);
          assertThat(access.dataTypes().definition(NodeIds.EUInformation))
              .containsInstanceOf(StructureDefinition.class);
          return CompletableFuture.completedFuture(true);
        });
  }

  @Test
  void aWrongPasswordIsToldFromARightOne() throws Exception {
    ConnectionSettings secured = connection.withSecurityMode(RequiredSecurityMode.SIGN_AND_ENCRYPT);

    assertThat(
            get(
                sessions.test(
                    secured.withUser(new UserCredential.UserName("anna", "red lorry")),
                    RequestOptions.DEFAULT)))
        .matches(result -> result.status().isGood());
    assertThatThrownBy(
            () ->
                get(
                    sessions.use(
                        secured.withUser(new UserCredential.UserName("anna", "yellow lorry")),
                        RequestOptions.DEFAULT,
                        access -> CompletableFuture.completedFuture(true))))
        .cause()
        .isInstanceOfSatisfying(
            NotConnectedException.class,
            e -> assertThat(e.fault()).isEqualTo(ConnectFault.WRONG_USER));
  }

  private static <T> T use(Function<ConnectedServer, CompletableFuture<T>> work) throws Exception {
    return get(sessions.use(connection, RequestOptions.DEFAULT, work));
  }

  private static <T> T get(CompletableFuture<T> result) throws Exception {
    return result.get(120, TimeUnit.SECONDS);
  }

  private static List<String> names(BrowsePage page) {
    return page.references().stream()
        .map(ReferenceDescription::getBrowseName)
        .map(QualifiedName::name)
        .toList();
  }

  private static NodePath path(ConnectedServer access, String name) {
    return new NodePath(
        PLANT,
        new RelativePath(
            new RelativePathElement[] {
              new RelativePathElement(
                  NodeIds.HierarchicalReferences,
                  false,
                  true,
                  new QualifiedName(
                      PLANT.toNodeId(access.namespaces()).orElseThrow().getNamespaceIndex(), name))
            }));
  }

  private static NodeWrite write(String node, Object value) {
    return new NodeWrite(NodeAttributeId.value(node(node)), value);
  }

  private static ExpandedNodeId node(String name) {
    return ExpandedNodeId.of(NodeOpcuaServer.NAMESPACE, name);
  }
}
