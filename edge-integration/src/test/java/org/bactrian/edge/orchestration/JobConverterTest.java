package org.bactrian.edge.orchestration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.UserCredential;
import org.junit.jupiter.api.Test;

class JobConverterTest {

  private final JobConverter converter = new JobConverter(PublishingDefaults.compatible("edge"));

  @Test
  void aJobBecomesTheWriterGroupThatANodesFileWithItsSettingsWouldBe() {
    WriterGroup group = group(JobTexts.job("uat1", "ns=2;s=Temp"), 7);

    assertThat(group.name()).isEqualTo("uat1");
    assertThat(group.publisherId()).isEqualTo("uat1");
    assertThat(group.format().mode()).isEqualTo(MessagingMode.FULL_SAMPLES);
    assertThat(group.format().strict()).isFalse();
    assertThat(group.trigger().batchSize()).isEqualTo(50);
    assertThat(group.trigger().interval()).isEqualTo(Duration.ofMillis(500));
    DataSetWriter writer = group.writers().get(0);
    assertThat(writer.name()).isEqualTo("uat1_500");
    assertThat(writer.subscription().publishingInterval()).isEqualTo(Duration.ofMillis(500));
    assertThat(writer.extensionFields())
        .containsEntry("EndpointId", "\"uat1\"")
        .containsEntry("PublisherId", "\"uat1\"")
        .containsEntry("DataSetWriterId", "\"uat1_500\"");
    assertThat(writer.connection().securityMode()).isEqualTo(RequiredSecurityMode.SIGN_AND_ENCRYPT);
    assertThat(writer.connection().user())
        .isEqualTo(new UserCredential.UserName("operator", "top-secret"));
    PublishedField field = writer.fields().get(0);
    assertThat(field.nodeId()).isEqualTo("ns=2;s=Temp");
    assertThat(field.fetchDisplayName()).isTrue();
    assertThat(field.item().samplingInterval()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void intervalsThatAJobLeavesOutAreOneSecond() {
    JsonNode job = JobTexts.job("uat1", "i=2258");
    JsonNode source = job.at("/writerGroup/dataSetWriters/0/dataSet/dataSetSource");
    ((ObjectNode) source.path("subscriptionSettings")).remove("publishingInterval");
    ((ObjectNode) source.at("/publishedVariables/publishedData/0")).remove("samplingInterval");

    DataSetWriter writer = group(job, 7).writers().get(0);

    assertThat(writer.subscription().publishingInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(writer.fields().get(0).item().samplingInterval()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aGroupIsTheSameUnderOneLeaseAndAnotherUnderTheNext() {
    WriterGroup group = group(JobTexts.job("uat1", "i=2258"), 7);

    assertThat(group(JobTexts.job("uat1", "i=2256"), 7).id()).isEqualTo(group.id());
    assertThat(group(JobTexts.job("uat1", "i=2258"), 8).id()).isNotEqualTo(group.id());
    assertThat(group(JobTexts.job("uat2", "i=2258"), 7).id()).isNotEqualTo(group.id());
  }

  @Test
  void aNetworkMessageNamesTheEndpointAsItsGroupAndHasNoFurtherFields() {
    WriterGroup group = group(JobTexts.job("uat1", "i=2258", "PubSub", "Sign"), 7);

    assertThat(group.format().mode()).isEqualTo(MessagingMode.PUB_SUB);
    assertThat(group.name()).isEqualTo("uat1");
    assertThat(group.writers().get(0).extensionFields()).isEmpty();
  }

  @Test
  void aJobThatCannotBeSaysWhyWithoutItsPassword() {
    JobConverter.Result result =
        converter.convert("uat1\0/..", 7, JobTexts.job("uat1", "no node id"));

    assertThat(result.groups()).isEmpty();
    assertThat(result.faults()).singleElement().asString().contains("no node id");
    assertThat(result.toString()).doesNotContain("top-secret");
    assertThat(converter.convert("uat1", 7, JobTexts.job("uat1", "i=1")).toString())
        .doesNotContain("top-secret");
  }

  @Test
  void nodesThatCanBePublishedAreWhateverIsWrongWithOthers() {
    JsonNode job = JobTexts.job("uat1", "i=2258");
    ((ObjectNode) job.at("/writerGroup/dataSetWriters/0/dataSet/dataSetSource/publishedVariables"))
        .withArray("/publishedData")
        .addObject()
        .put("publishedVariableNodeId", "no node id");

    JobConverter.Result result = converter.convert("uat1", 7, job);

    assertThat(result.groups()).hasSize(1);
    assertThat(result.groups().get(0).writers().get(0).fields()).hasSize(1);
    assertThat(result.faults()).hasSize(1);
  }

  private WriterGroup group(JsonNode job, long lease) {
    String jobId = job.at("/writerGroup/dataSetWriters/0/dataSet/dataSetMetaData/name").asText();
    JobConverter.Result result = converter.convert(jobId, lease, job);
    assertThat(result.faults()).isEmpty();
    assertThat(result.groups()).hasSize(1);
    return result.groups().get(0);
  }
}
