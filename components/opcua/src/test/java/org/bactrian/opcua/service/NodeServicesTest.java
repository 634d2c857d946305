package org.bactrian.opcua.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.opcua.testkit.PlantSession.get;
import static org.bactrian.opcua.testkit.TestPlant.plantNode;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.opcua.testkit.PlantSession;
import org.bactrian.simulator.settings.SimulatorLimits;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathTarget;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that takes few operations at once, so that all calls are split. */
class NodeServicesTest {

  private static final SimulatorLimits FEW =
      new SimulatorLimits(3, 3, 2, 1, 1_000, 1_000, 100, 100);

  @TempDir static Path folder;
  private static PlantSession plant;
  private static NodeServices services;

  @BeforeAll
  static void start() throws Exception {
    plant = PlantSession.start(folder, s -> s.withLimits(FEW));
    services = plant.services();
  }

  @AfterAll
  static void stop() throws Exception {
    plant.close();
  }

  @Test
  void everyAttributeIsReadAndWhatANodeDoesNotHaveIsAResultOfItsOwn() throws Exception {
    List<NodeAttributeId> all =
        List.of(AttributeId.values()).stream()
            .map(attribute -> new NodeAttributeId(plantNode("Line1/Filler/Speed"), attribute, ""))
            .toList();

    List<AttributeValue> values = get(services.read(all, ReadOptions.DEFAULT));

    assertThat(content(values, AttributeId.NodeClass)).isIn(NodeClass.Variable, 2);
    assertThat(content(values, AttributeId.DataType)).isEqualTo(NodeIds.Double);
    assertThat(content(values, AttributeId.Value)).isInstanceOf(Double.class);
    assertThat(status(values, AttributeId.Executable))
        .isEqualTo(StatusCodes.Bad_AttributeIdInvalid);
  }

  @Test
  void partOfAnArrayIsReadAndWritten() throws Exception {
    ExpandedNodeId node = plantNode("Samples/Int32Array");
    NodeAttributeId second = new NodeAttributeId(node, AttributeId.Value, "1");

    List<WriteResult> written = get(services.write(List.of(new NodeWrite(second, List.of(4711)))));

    assertThat(written.get(0).status().isGood()).isTrue();
    assertThat((Integer[]) value(second)).containsExactly(4711);
    assertThat((Integer[]) value(NodeAttributeId.value(node)))
        .containsExactly(Integer.MIN_VALUE, 4711);
  }

  @Test
  void onlyTheTimesThatAreAskedForComeWithAValue() throws Exception {
    List<NodeAttributeId> speed = List.of(NodeAttributeId.value(plantNode("Line1/Filler/Speed")));

    var source = get(services.read(speed, times(TimestampsToReturn.Source))).get(0).value();
    var server = get(services.read(speed, times(TimestampsToReturn.Server))).get(0).value();

    assertThat(isGiven(source.sourceTime())).isTrue();
    assertThat(isGiven(source.serverTime())).isFalse();
    assertThat(isGiven(server.sourceTime())).isFalse();
    assertThat(isGiven(server.serverTime())).isTrue();
  }

  @Test
  void eachWriteHasItsOwnResultAndOneThatCannotBeSentSaysWhy() throws Exception {
    List<WriteResult> results =
        get(
            services.write(
                List.of(
                    new NodeWrite(NodeAttributeId.value(plantNode("Samples/Int32")), 7),
                    new NodeWrite(NodeAttributeId.value(plantNode("Samples/Int32")), "seven"),
                    new NodeWrite(NodeAttributeId.value(plantNode("NoSuchNode")), 7),
                    new NodeWrite(
                        NodeAttributeId.value(plantNode("Line1/Filler/Speed")), Variant.of(1.0)),
                    new NodeWrite(
                        NodeAttributeId.value(ExpandedNodeId.of("urn:nowhere", "x")), 7))));

    assertThat(results)
        .extracting(result -> result.status().value())
        .containsExactly(
            StatusCodes.Good,
            StatusCodes.Bad_TypeMismatch,
            StatusCodes.Bad_NodeIdUnknown,
            StatusCodes.Bad_UserAccessDenied,
            StatusCodes.Bad_NodeIdUnknown);
    assertThat(results.get(1).detail()).contains("seven");
    assertThat(results.get(4).detail()).contains("namespace");
  }

  @Test
  void manyPathsAreFollowedAndOneThatLeadsNowhereSpoilsNoOther() throws Exception {
    List<NodePath> paths = new ArrayList<>();
    for (String name : List.of("Speed", "Level", "NoSuchNode", "Job", "Temperature")) {
      paths.add(new NodePath(plantNode("Line1"), path("Filler", name)));
    }
    paths.add(new NodePath(ExpandedNodeId.of("urn:nowhere", "x"), path("Filler")));

    List<NodePathResult> results = get(services.translate(paths));

    assertThat(results)
        .extracting(result -> result.result().status().value())
        .containsExactly(
            StatusCodes.Good,
            StatusCodes.Good,
            StatusCodes.Bad_NoMatch,
            StatusCodes.Good,
            StatusCodes.Good,
            StatusCodes.Bad_NodeIdUnknown);
    NodePathResult.Target job = results.get(3).targets().get(0);
    assertThat(job.node().toNodeId(plant.session().namespaces()))
        .contains(plant.id(plantNode("Line1/Filler/Job")));
    assertThat(job.remainingPathIndex()).isEmpty();
  }

  @Test
  void aNodeThatTheServerReachesByTwoReferencesIsOneTarget() throws Exception {
    // It has Filler as a component and as a notifier, both of which are hierarchical.
    ExpandedNodeId line = plantNode("Line1");

    NodePathResult result =
        get(services.translate(List.of(new NodePath(line, path("Filler"))))).get(0);

    assertThat(answeredTargets(plant.id(line), path("Filler"))).hasSize(2);
    assertThat(result.targets())
        .singleElement()
        .satisfies(
            target ->
                assertThat(target.node().toNodeId(plant.session().namespaces()))
                    .contains(plant.id(plantNode("Line1/Filler"))));
  }

  /** Targets as they stand in the answer of the server. */
  private static BrowsePathTarget[] answeredTargets(NodeId start, RelativePath path)
      throws Exception {
    return get(plant.session().client())
        .translateBrowsePaths(List.of(new BrowsePath(start, path)))
        .getResults()[0]
        .getTargets();
  }

  @Test
  void aMethodSaysWhatItIsCalledOnAndWith() throws Exception {
    List<MethodDescription> methods =
        get(
            services.methods(
                List.of(
                    plantNode("Line1/Filler/StartJob"),
                    plantNode("Line1/Filler/Stop"),
                    plantNode("NoSuchNode"))));

    MethodDescription startJob = methods.get(0);
    assertThat(startJob.object()).contains(plant.id(plantNode("Line1/Filler")));
    assertThat(startJob.inputs())
        .extracting(Argument::getName)
        .containsExactly("OrderId", "Quantity");
    assertThat(startJob.inputs())
        .extracting(Argument::getDataType)
        .containsExactly(NodeIds.String, NodeIds.UInt32);
    assertThat(startJob.inputs()).extracting(Argument::getValueRank).containsOnly(-1);
    assertThat(startJob.outputs())
        .extracting(Argument::getName)
        .containsExactly("JobNumber", "Finish");
    assertThat(methods.get(1).inputs()).isEmpty();
    assertThat(methods.get(2).result().status().value()).isEqualTo(StatusCodes.Bad_NodeIdUnknown);
  }

  @Test
  void callsWithTypedAndWithPlainInputsAreCarriedOutInTheirOrder() throws Exception {
    ExpandedNodeId filler = plantNode("Line1/Filler");
    ExpandedNodeId startJob = plantNode("Line1/Filler/StartJob");

    List<OpcUaMethodResult> results =
        get(
            services.call(
                List.of(
                    new OpcUaMethodCall(filler, startJob, List.of("A", "5")),
                    new OpcUaMethodCall(filler, startJob, List.of("B", "many")),
                    new OpcUaMethodCall(
                        filler, startJob, List.of(Variant.of("C"), Variant.of(uint(6)))),
                    new OpcUaMethodCall(
                        filler, startJob, List.of(Variant.of("D"), Variant.of("six"))))));

    assertThat(results)
        .extracting(result -> result.status().value())
        .containsExactly(
            StatusCodes.Good,
            StatusCodes.Bad_TypeMismatch,
            StatusCodes.Good,
            StatusCodes.Bad_InvalidArgument);
    assertThat(results.get(1).detail()).contains("Quantity");
    assertThat(number(results.get(2))).isEqualTo(number(results.get(0)) + 1);
    assertThat(results.get(3).inputs())
        .extracting(input -> input.status().isBad())
        .containsExactly(false, true);
  }

  @Test
  void aServerSaysWhatItCanDo() throws Exception {
    ServerCapabilities capabilities = get(services.capabilities());

    assertThat(capabilities.number(ServerCapability.MAX_NODES_PER_READ)).hasValue(3);
    assertThat(capabilities.number(ServerCapability.MAX_NODES_PER_BROWSE)).hasValue(2);
    assertThat(capabilities.texts(ServerCapability.SERVER_PROFILES)).isNotEmpty();
    assertThat(capabilities.duration(ServerCapability.MIN_SUPPORTED_SAMPLE_RATE)).isNotEmpty();
    assertThat(capabilities.number(ServerCapability.SERVER_PROFILES)).isEmpty();
  }

  @Test
  void aTypeHasItsSuperTypesAndTheDeclarationsOfThemAll() throws Exception {
    TypeDescription type = get(services.types(List.of(NodeIds.AnalogItemType.expanded()))).get(0);

    assertThat(type.superTypes())
        .containsExactly(
            NodeIds.BaseVariableType,
            NodeIds.BaseDataVariableType,
            NodeIds.DataItemType,
            NodeIds.BaseAnalogType);
    assertThat(type.declarations())
        .extracting(declaration -> declaration.path().get(0).name())
        .contains("Definition", "ValuePrecision", "EURange", "EngineeringUnits")
        .doesNotHaveDuplicates();
    InstanceDeclaration range =
        type.declarations().stream()
            .filter(declaration -> declaration.path().get(0).name().equals("EURange"))
            .findFirst()
            .orElseThrow();
    assertThat(range.type()).isEqualTo(NodeIds.AnalogItemType);
    assertThat(range.modellingRule()).isEqualTo(NodeIds.ModellingRule_Mandatory);
    assertThat(range.overridden().orElseThrow().modellingRule())
        .isEqualTo(NodeIds.ModellingRule_Optional);
  }

  @Test
  void declarationsBelowDeclarationsHaveLongerPaths() throws Exception {
    TypeDescription type = get(services.types(List.of(NodeIds.ServerType.expanded()))).get(0);

    assertThat(type.declarations())
        .extracting(declaration -> declaration.path().stream().map(QualifiedName::name).toList())
        .contains(List.of("ServerStatus", "BuildInfo", "ProductUri"));
  }

  private static boolean isGiven(DateTime time) {
    return time != null && time.isNotNull() && !time.equals(DateTime.MIN_VALUE);
  }

  private static ReadOptions times(TimestampsToReturn timestamps) {
    return new ReadOptions(Duration.ZERO, timestamps);
  }

  private static Object value(NodeAttributeId target) throws Exception {
    return get(services.read(List.of(target), 0)).get(0).value().value();
  }

  private static Object content(List<AttributeValue> values, AttributeId attribute) {
    return values.get(attribute.ordinal()).value().value().value();
  }

  private static long status(List<AttributeValue> values, AttributeId attribute) {
    return values.get(attribute.ordinal()).result().status().value();
  }

  private static long number(OpcUaMethodResult result) {
    return ((UInteger) result.outputs().get(0).value()).longValue();
  }

  private static RelativePath path(String... names) throws Exception {
    NodeId line = plant.id(plantNode("Line1"));
    List<RelativePathElement> elements = new ArrayList<>();
    for (String name : names) {
      elements.add(
          new RelativePathElement(
              NodeIds.HierarchicalReferences,
              false,
              true,
              new QualifiedName(line.getNamespaceIndex(), name)));
    }
    return new RelativePath(elements.toArray(RelativePathElement[]::new));
  }
}
