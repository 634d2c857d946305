package org.bactrian.opcua.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.bactrian.opcua.testkit.PlantSession.get;
import static org.bactrian.opcua.testkit.TestPlant.plantNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.opcua.testkit.PlantSession;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowsePageTest {

  @TempDir Path folder;
  private PlantSession plant;
  private NodeServices services;

  @BeforeEach
  void start() throws Exception {
    plant = PlantSession.start(folder);
    services = plant.services();
  }

  @AfterEach
  void stop() throws Exception {
    plant.close();
  }

  @Test
  void aNodeIsBrowsedPageByPageWithoutLossOrRepetition() throws Exception {
    List<ReferenceDescription> all =
        get(services.browse(List.of(plantNode("Samples")), BrowseFilter.CHILDREN))
            .get(0)
            .references();
    List<ReferenceDescription> paged = new ArrayList<>();
    BrowsePage page =
        get(
            services.browseFirst(
                plantNode("Samples"), BrowseFilter.CHILDREN.withMaxReferencesPerNode(7)));
    paged.addAll(page.references());
    while (page.continuation().isPresent()) {
      assertThat(page.references()).hasSize(7);
      page = get(services.browseNext(page.continuation().get(), false));
      paged.addAll(page.references());
    }

    assertThat(all).hasSizeGreaterThan(40);
    assertThat(ids(paged)).containsExactlyElementsOf(ids(all));
  }

  @Test
  void aPointThatWasReleasedIsNoLongerValid() throws Exception {
    BrowseContinuationPoint point = firstPoint();

    BrowsePage released = get(services.browseNext(point, true));

    assertThat(released.result().status().isGood()).isTrue();
    assertThat(released.references()).isEmpty();
    assertThat(get(services.browseNext(point, false)).result().status().value())
        .isEqualTo(StatusCodes.Bad_ContinuationPointInvalid);
  }

  @Test
  void aPointOfAnotherSessionIsRefusedWithoutAskingTheServer() throws Exception {
    BrowseContinuationPoint other =
        new BrowseContinuationPoint(new NodeId(1, "another session"), firstPoint().bytes());

    BrowsePage page = get(services.browseNext(other, false));

    assertThat(page.result().status().value()).isEqualTo(StatusCodes.Bad_ContinuationPointInvalid);
    assertThat(page.result().errorMessage()).contains("has ended");
  }

  @Test
  void onlyReferencesThatFitTheFilterAreReturned() throws Exception {
    BrowseFilter methods =
        new BrowseFilter(
            BrowseDirection.Forward, NodeIds.HasComponent, false, NodeClass.Method.getValue(), 0);

    BrowsePage page = get(services.browseFirst(plantNode("Line1/Filler"), methods));

    assertThat(page.references())
        .isNotEmpty()
        .allMatch(r -> r.getNodeClass() == NodeClass.Method && r.getIsForward());
    assertThat(page.continuation()).isEmpty();
  }

  @Test
  void backwardReferencesLeadToTheParent() throws Exception {
    BrowseFilter parents =
        new BrowseFilter(BrowseDirection.Inverse, NodeIds.HierarchicalReferences, true, 0, 0);

    BrowsePage page = get(services.browseFirst(plantNode("Line1/Filler"), parents));

    assertThat(page.references())
        .extracting(r -> r.getBrowseName().name(), ReferenceDescription::getIsForward)
        .contains(tuple("Line1", false));
  }

  @Test
  void aNodeThatDoesNotExistIsAResultAndNoFailure() throws Exception {
    BrowsePage unknown = get(services.browseFirst(plantNode("NoSuchNode"), BrowseFilter.CHILDREN));
    BrowsePage unknownNamespace =
        get(services.browseFirst(ExpandedNodeId.of("urn:nowhere", 1), BrowseFilter.CHILDREN));

    assertThat(unknown.result().status().value()).isEqualTo(StatusCodes.Bad_NodeIdUnknown);
    assertThat(unknownNamespace.result().status().value()).isEqualTo(StatusCodes.Bad_NodeIdUnknown);
  }

  @Test
  void aNodeWithChildrenIsToldFromALeafAndNoPointIsLeftBehind() throws Exception {
    for (int i = 0; i < 200; i++) {
      assertThat(
              get(
                  services.hasReferences(
                      List.of(
                          plantNode("Samples"),
                          plantNode("Samples/Int32"),
                          plantNode("NoSuchNode")),
                      BrowseFilter.CHILDREN)))
          .containsExactly(true, false, false);
    }
  }

  private BrowseContinuationPoint firstPoint() throws Exception {
    BrowsePage page =
        get(
            services.browseFirst(
                plantNode("Samples"), BrowseFilter.CHILDREN.withMaxReferencesPerNode(3)));
    BrowseContinuationPoint point = page.continuation().orElseThrow();
    assertThat(point.bytes()).isNotEqualTo(ByteString.NULL_VALUE);
    return point;
  }

  private static List<String> ids(List<ReferenceDescription> references) {
    return references.stream().map(r -> r.getNodeId().toParseableString()).toList();
  }
}
