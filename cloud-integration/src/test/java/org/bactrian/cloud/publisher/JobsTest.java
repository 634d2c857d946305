package org.bactrian.cloud.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bactrian.cloud.publisher.PublishRequests.elevation;
import static org.bactrian.cloud.publisher.PublishRequests.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.bactrian.cloud.publisher.contract.JobInfo;
import org.bactrian.cloud.publisher.contract.JobInfoQuery;
import org.bactrian.cloud.publisher.contract.PublishBulkRequest;
import org.bactrian.cloud.publisher.contract.PublishStartRequest;
import org.bactrian.cloud.publisher.contract.PublishedItem;
import org.bactrian.cloud.publisher.contract.PublishedItemListRequest;
import org.bactrian.cloud.storage.DatabaseKind;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.job.JobStatus;
import org.bactrian.model.registry.RegistryJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs that come of what is published: their states, their pages, and whose user they name. */
class JobsTest {

  private static final String ID = "endpoint1";
  private static final PublishedItemListRequest FIRST = new PublishedItemListRequest(null);

  @Test
  void theLastNodeTakesTheJobWithItAndTheNextBringsItBack() {
    PublisherDatabase cloud = PublisherDatabase.empty(DatabaseKind.H2).endpoint(ID, "site1");
    start(cloud, node("i=1"), null);
    cloud.publish.bulkPublishValues(ID, new PublishBulkRequest(null, List.of("i=1"), null));
    assertThat(status(cloud)).isEqualTo(JobStatus.Canceled);

    start(cloud, node("i=2"), null);

    assertThat(status(cloud)).isNull();
  }

  @Test
  void statesAreCalledByTheirNames() {
    PublisherDatabase cloud = PublisherDatabase.empty(DatabaseKind.H2).endpoint(ID, "site1");
    start(cloud, node("i=1"), null);

    cloud.jobs.cancelJob(ID);

    assertThat(status(cloud)).isEqualTo(JobStatus.Canceled);
    assertThat(query(cloud, JobStatus.Canceled)).hasSize(1);
    assertThat(query(cloud, JobStatus.Completed)).isEmpty();
    cloud.jobs.restartJob(ID);
    assertThat(query(cloud, JobStatus.Active)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void jobsComePageByPageInTheOrderOfTheirIds(DatabaseKind kind) {
    PublisherDatabase cloud = PublisherDatabase.empty(kind);
    for (int n = 0; n < 5; n++) {
      cloud.endpoint("e" + n, "site1");
      cloud.publish.startPublishingValues("e" + n, new PublishStartRequest(node("i=1"), null));
    }

    var first = cloud.jobs.queryJobs(new JobInfoQuery(null, null, JobStatus.Active), 2);
    var second = cloud.jobs.listJobs(first.continuationToken(), null);
    var third = cloud.jobs.listJobs(second.continuationToken(), 2);

    assertThat(first.jobs()).extracting(JobInfo::id).containsExactly("e0", "e1");
    assertThat(second.jobs()).extracting(JobInfo::id).containsExactly("e2", "e3");
    assertThat(third.jobs()).extracting(JobInfo::id).containsExactly("e4");
    assertThat(third.continuationToken()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void idsThatCannotBeAreNotThere(DatabaseKind kind) {
    PublisherDatabase cloud = PublisherDatabase.empty(kind);
    for (String id : List.of("a\0b", "x".repeat(5_000), "%_'\";--", "ü<&>/..")) {
      assertThatThrownBy(() -> cloud.jobs.getJob(id))
          .hasFieldOrPropertyWithValue("kind", FaultKind.NOT_FOUND);
      assertThatThrownBy(() -> cloud.jobs.restartJob(id))
          .hasFieldOrPropertyWithValue("kind", FaultKind.NOT_FOUND);
      assertThatThrownBy(() -> cloud.workers.getWorker(id))
          .hasFieldOrPropertyWithValue("kind", FaultKind.NOT_FOUND);
      cloud.jobs.deleteJob(id);
      assertThat(cloud.publish.getFirstListOfPublishedNodes(id, FIRST).items()).isEmpty();
    }
  }

  @Test
  void aPasswordIsForThePublisherAndIsNeverShown() {
    PublisherDatabase cloud = PublisherDatabase.empty(DatabaseKind.H2).endpoint(ID, "site1");
    start(cloud, node("i=1"), elevation("operator"));

    assertThat(RegistryJson.text(cloud.jobs.getJob(ID)))
        .contains("operator")
        .doesNotContain("secret");
    assertThat(cloud.service.get(ID).configuration().text()).contains("secret");
    assertThat(cloud.service.get(ID).toString()).doesNotContain("secret");
  }

  @Test
  void aUserThatPublishersCannotBeIsRefused() {
    PublisherDatabase cloud = PublisherDatabase.empty(DatabaseKind.H2).endpoint(ID, "site1");
    JsonNode token =
        RegistryJson.read(
            "{\"elevation\":{\"type\":\"JwtToken\",\"value\":\"ey\"}}", JsonNode.class);

    assertThatThrownBy(() -> start(cloud, node("i=1"), token))
        .hasFieldOrPropertyWithValue("kind", FaultKind.NOT_SUPPORTED)
        .hasMessageContaining("UserName");
  }

  private static void start(PublisherDatabase cloud, PublishedItem item, JsonNode header) {
    cloud.publish.startPublishingValues(ID, new PublishStartRequest(item, header));
  }

  private static JobStatus status(PublisherDatabase cloud) {
    return cloud.jobs.getJob(ID).lifetimeData().status();
  }

  private static List<JobInfo> query(PublisherDatabase cloud, JobStatus status) {
    return cloud.jobs.queryJobs(new JobInfoQuery(null, null, status), null).jobs();
  }
}
