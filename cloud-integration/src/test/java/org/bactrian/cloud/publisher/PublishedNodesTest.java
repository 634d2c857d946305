package org.bactrian.cloud.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bactrian.cloud.publisher.PublishRequests.elevation;
import static org.bactrian.cloud.publisher.PublishRequests.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bactrian.cloud.publisher.contract.JobInfo;
import org.bactrian.cloud.publisher.contract.PublishBulkRequest;
import org.bactrian.cloud.publisher.contract.PublishBulkResponse;
import org.bactrian.cloud.publisher.contract.PublishErrorInfo;
import org.bactrian.cloud.publisher.contract.PublishStartRequest;
import org.bactrian.cloud.publisher.contract.PublishStopRequest;
import org.bactrian.cloud.publisher.contract.PublishedItem;
import org.bactrian.cloud.publisher.contract.PublishedItemListRequest;
import org.bactrian.cloud.publisher.contract.PublishedItemListResponse;
import org.bactrian.cloud.storage.DatabaseKind;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.time.TimeSpanText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PublishedNodesTest {

  private static final String ID = "endpoint1";
  private static final PublishedItemListRequest FIRST = new PublishedItemListRequest(null);

  static Stream<Arguments> golden() {
    return Stream.of(DatabaseKind.values())
        .flatMap(
            kind ->
                StreamSupport.stream(GoldenJobs.FACTS.at("/tests/rows").spliterator(), false)
                    .filter(row -> row.path("calls").isArray())
                    .map(row -> Arguments.of(kind, row)));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void whatIsPublishedAfterCallsIsWhatItWasInVersion28(DatabaseKind kind, JsonNode row) {
    PublisherDatabase cloud = PublisherDatabase.empty(kind).endpoint(ID, "site1");
    for (JsonNode call : row.path("calls")) {
      if (call.has("start")) {
        start(cloud, item(call, "start"), user(call));
      } else {
        cloud.publish.stopPublishingValues(
            ID, new PublishStopRequest(call.path("stop").asText(), null));
      }
    }

    PublishedItemListResponse listed = cloud.publish.getFirstListOfPublishedNodes(ID, FIRST);

    assertThat(listed.continuationToken()).isNull();
    if (row.has("count")) {
      assertThat(listed.items()).hasSize(row.path("count").asInt());
    } else {
      List<PublishedItem> expected = new ArrayList<>();
      row.path("items").forEach(one -> expected.add(item(one, "nodeId")));
      assertThat(listed.items()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyNodesWithIntervalsOfTheirOwnComeAndGo(DatabaseKind kind) {
    PublisherDatabase cloud = PublisherDatabase.empty(kind).endpoint(ID, "site1");
    startAndStop(cloud, 1000);
    assertThat(cloud.publish.getFirstListOfPublishedNodes(ID, FIRST).items()).hasSize(50);

    startAndStop(cloud, 2000);
    assertThat(cloud.publish.getFirstListOfPublishedNodes(ID, FIRST).items()).hasSize(100);
  }

  private static void startAndStop(PublisherDatabase cloud, int first) {
    IntStream.range(0, 100)
        .forEach(
            n ->
                start(
                    cloud,
                    new PublishedItem(
                        "i=" + (first + n),
                        null,
                        Duration.ofSeconds(n),
                        Duration.ofSeconds(n + 1),
                        null),
                    null));
    IntStream.range(0, 50)
        .forEach(
            n ->
                cloud.publish.stopPublishingValues(
                    ID, new PublishStopRequest("i=" + (first + n), null)));
  }

  @Test
  void aNewJobIsTheOneThatClientsOfVersion28Read() {
    PublisherDatabase cloud = h2().endpoint("uat46f9", "site1");
    cloud.publish.startPublishingValues(
        "uat46f9",
        new PublishStartRequest(
            new PublishedItem(
                "nsu=http://test;s=Temp",
                null,
                Duration.ofMillis(500),
                Duration.ofMillis(250),
                null),
            null));

    ObjectNode job = (ObjectNode) RegistryJson.tree(cloud.jobs.getJob("uat46f9"));

    ObjectNode expected = GoldenJobs.FACTS.at("/exampleJob/job").deepCopy();
    assertThat(normalized(job)).isEqualTo(normalized(expected));
  }

  /** Without what differs from job to job. */
  private static JsonNode normalized(ObjectNode job) {
    job.put("name", "");
    ((ObjectNode) job.path("lifetimeData")).retain("processingStatus");
    ObjectNode writer = (ObjectNode) job.at("/jobConfiguration/writerGroup/dataSetWriters").get(0);
    ((ObjectNode) writer.at("/dataSet/dataSetMetaData")).put("dataSetClassId", "");
    ((ObjectNode) writer.at("/dataSet/dataSetSource/connection/endpoint")).put("certificate", "");
    return RegistryJson.read(job.toString(), JsonNode.class);
  }

  @ParameterizedTest
  @EnumSource
  void aBulkRequestDoesWhatItCanAndLosesNothing(DatabaseKind kind) {
    PublisherDatabase cloud = PublisherDatabase.empty(kind).endpoint(ID, "site1");
    PublishBulkResponse answer =
        cloud.publish.bulkPublishValues(
            ID,
            new PublishBulkRequest(
                List.of(node("i=1"), node(" "), node("i=2")), List.of("i=2", "i=9"), null));

    assertThat(answer.nodesToAdd()).hasSize(3);
    assertThat(answer.nodesToAdd().get(0)).isEqualTo(PublishErrorInfo.NONE);
    assertThat(answer.nodesToAdd().get(1).errorMessage()).contains("nodeId is empty");
    assertThat(answer.nodesToRemove()).hasSize(2);
    assertThat(cloud.publish.getFirstListOfPublishedNodes(ID, FIRST).items())
        .containsExactly(node("i=1"));
  }

  @Test
  void repeatedBulkRequestsShareOneWriter() {
    PublisherDatabase cloud = h2().endpoint(ID, "site1");
    for (int n = 0; n < 5; n++) {
      cloud.publish.bulkPublishValues(
          ID, new PublishBulkRequest(List.of(node("i=" + n)), null, null));
    }

    JobInfo job = cloud.jobs.getJob(ID);

    assertThat(job.jobConfiguration().at("/writerGroup/dataSetWriters")).hasSize(1);
    assertThat(job.jobConfiguration().at("/writerGroup/dataSetWriters/0/dataSetWriterId").asText())
        .isEqualTo(ID);
  }

  @Test
  void aListThatWasNotSentIsAnsweredWithNull() {
    PublisherDatabase cloud = h2().endpoint(ID, "site1");
    String answer =
        RegistryJson.text(
            cloud.publish.bulkPublishValues(
                ID, new PublishBulkRequest(List.of(node("i=1")), null, null)));

    assertThat(answer).isEqualTo("{\"NodesToAdd\":[{}],\"NodesToRemove\":null}");
  }

  @Test
  void aLongListComesPageByPageThatTellTheWhole() {
    PublisherDatabase cloud = h2().endpoint(ID, "site1");
    List<PublishedItem> nodes = IntStream.range(0, 2500).mapToObj(n -> node("i=" + n)).toList();
    cloud.publish.bulkPublishValues(ID, new PublishBulkRequest(nodes, null, null));

    List<PublishedItem> listed = new ArrayList<>();
    PublishedItemListResponse page = cloud.publish.getFirstListOfPublishedNodes(ID, FIRST);
    listed.addAll(page.items());
    while (page.continuationToken() != null) {
      page = cloud.publish.getNextListOfPublishedNodes(ID, page.continuationToken());
      listed.addAll(page.items());
    }

    assertThat(listed).isEqualTo(nodes);
  }

  @Test
  void aRequestWithTooManyIntervalsIsRefusedAndChangesNothing() {
    PublisherDatabase cloud = h2().endpoint(ID, "site1");
    start(cloud, node("i=1"), null);
    List<PublishedItem> nodes =
        IntStream.range(0, Publish.MAX_NODES)
            .mapToObj(n -> new PublishedItem("i=" + n, null, Duration.ofMillis(n), null, null))
            .toList();

    assertThatThrownBy(
            () -> cloud.publish.bulkPublishValues(ID, new PublishBulkRequest(nodes, null, null)))
        .isInstanceOf(OperationException.class)
        .hasMessageContaining("1,000 publishing intervals");

    assertThat(cloud.publish.getFirstListOfPublishedNodes(ID, FIRST).items()).hasSize(1);
  }

  @Test
  void aRequestMayChangeEveryNodeOfALargeJob() {
    PublisherDatabase cloud = h2().endpoint(ID, "site1");
    for (int interval : List.of(1, 2)) {
      List<PublishedItem> nodes =
          IntStream.range(0, Publish.MAX_NODES)
              .mapToObj(
                  n -> new PublishedItem("i=" + n, null, null, Duration.ofSeconds(interval), null))
              .toList();
      cloud.publish.bulkPublishValues(ID, new PublishBulkRequest(nodes, null, null));
    }

    assertThat(cloud.service.find(ID).orElseThrow().configuration().items())
        .hasSize(Publish.MAX_NODES)
        .allMatch(item -> Duration.ofSeconds(2).equals(item.samplingInterval()));
  }

  @Test
  void ofSeveralEntriesForOneNodeTheLastCounts() {
    PublisherDatabase cloud = h2().endpoint(ID, "site1");
    List<PublishedItem> twice =
        List.of(
            new PublishedItem("i=1", "first", null, null, null),
            new PublishedItem("i=1", "second", Duration.ofSeconds(3), null, null));

    cloud.publish.bulkPublishValues(ID, new PublishBulkRequest(twice, null, null));

    assertThat(cloud.service.find(ID).orElseThrow().configuration().items())
        .singleElement()
        .extracting(PublishedItem::displayName)
        .isEqualTo("second");
  }

  @Test
  void aJobThatWouldBeTooLargeIsRefusedAndStaysAsItWas() {
    PublisherDatabase cloud = h2().endpoint(ID, "site1");
    start(cloud, node("i=1"), null);
    List<PublishedItem> huge =
        IntStream.range(0, 3_000).mapToObj(n -> node("s=" + "x".repeat(1_000) + n)).toList();

    assertThatThrownBy(
            () -> cloud.publish.bulkPublishValues(ID, new PublishBulkRequest(huge, null, null)))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST);
    assertThat(cloud.publish.getFirstListOfPublishedNodes(ID, FIRST).items()).hasSize(1);
  }

  private static PublisherDatabase h2() {
    return PublisherDatabase.empty(DatabaseKind.H2);
  }

  private static void start(PublisherDatabase cloud, PublishedItem item, JsonNode header) {
    cloud.publish.startPublishingValues(ID, new PublishStartRequest(item, header));
  }

  private static PublishedItem item(JsonNode row, String id) {
    return new PublishedItem(
        row.path(id).asText(),
        null,
        TimeSpanText.parse(row.path("publishingInterval").asText("")).orElse(null),
        TimeSpanText.parse(row.path("samplingInterval").asText("")).orElse(null),
        null);
  }

  private static JsonNode user(JsonNode call) {
    return call.has("user") ? elevation(call.path("user").asText()) : null;
  }
}
