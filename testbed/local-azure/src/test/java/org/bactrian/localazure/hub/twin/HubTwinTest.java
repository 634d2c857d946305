package org.bactrian.localazure.hub.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Merging, versions, metadata and limits of twins. */
class HubTwinTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant FIRST = Instant.parse("2024-05-01T10:00:00Z");
  private static final Instant LATER = Instant.parse("2024-05-01T11:00:00Z");

  @Test
  void aNewTwinIsEmptyAtVersionOne() throws Exception {
    assertThat(HubTwin.blank(FIRST).toDeviceJson())
        .hasToString(json("{'desired':{'$version':1},'reported':{'$version':1}}").toString());
  }

  @Test
  void metadataSaysWhenEachPropertyChanged() throws Exception {
    HubTwin twin = desired(HubTwin.blank(FIRST), "{'a':{'b':1,'c':2}}", FIRST);

    HubTwin changed = desired(twin, "{'a':{'b':3}}", LATER);

    JsonNode metadata = changed.propertiesJson().at("/desired/$metadata");
    assertThat(metadata.at("/a/b/$lastUpdated").asText()).isEqualTo(LATER.toString());
    assertThat(metadata.at("/a/b/$lastUpdatedVersion").asInt()).isEqualTo(3);
    assertThat(metadata.at("/a/c/$lastUpdated").asText()).isEqualTo(FIRST.toString());
    assertThat(metadata.at("/a/c/$lastUpdatedVersion").asInt()).isEqualTo(2);
    assertThat(metadata.at("/a/$lastUpdated").asText()).isEqualTo(LATER.toString());
  }

  @Test
  void whatIsDeletedLeavesNoMetadata() throws Exception {
    HubTwin twin = desired(HubTwin.blank(FIRST), "{'a':{'b':1,'c':2},'d':1}", FIRST);

    HubTwin changed = desired(twin, "{'a':{'b':null},'d':null}", LATER);

    assertThat(changed.desired().values()).isEqualTo(json("{'a':{'c':2}}"));
    assertThat(changed.desired().metadata().has("d")).isFalse();
    assertThat(changed.desired().metadata().path("a").has("b")).isFalse();
  }

  @Test
  void anObjectTakesTheValuesPlaceAndAValueTheObjects() throws Exception {
    HubTwin twin = desired(HubTwin.blank(FIRST), "{'a':1,'b':{'c':1}}", FIRST);

    HubTwin changed = desired(twin, "{'a':{'x':1},'b':2}", LATER);

    assertThat(changed.desired().values()).isEqualTo(json("{'a':{'x':1},'b':2}"));
    assertThat(changed.desired().metadata().path("b").has("c")).isFalse();
    assertThat(changed.desired().metadata().path("a").path("x").has("$lastUpdated")).isTrue();
  }

  @Test
  void arraysAreReplacedWhole() throws Exception {
    HubTwin twin = desired(HubTwin.blank(FIRST), "{'a':[1,2,{'b':3}]}", FIRST);

    assertThat(desired(twin, "{'a':[4]}", LATER).desired().values()).isEqualTo(json("{'a':[4]}"));
  }

  @Test
  void theDeviceIsToldThePatchWithItsVersion() throws Exception {
    JsonNode patch = json("{'properties':{'desired':{'a':1,'gone':null}}}");

    assertThat(HubTwin.blank(FIRST).patch(patch, LATER).notice())
        .get()
        .hasToString(json("{'a':1,'gone':null,'$version':2}").toString());
  }

  @Test
  void tagsAloneAreNoNewsToTheDevice() throws Exception {
    HubTwin.Changed changed = HubTwin.blank(FIRST).patch(json("{'tags':{'site':'n'}}"), LATER);

    assertThat(changed.notice()).isEmpty();
    assertThat(changed.twin().desired().version()).isEqualTo(1);
    assertThat(changed.twin().version()).isEqualTo(HubTwin.blank(FIRST).version() + 1);
  }

  @Test
  void aReplacementTellsTheDeviceWhatIsGone() throws Exception {
    HubTwin twin = desired(HubTwin.blank(FIRST), "{'old':1,'kept':1}", FIRST);
    JsonNode content = json("{'properties':{'desired':{'kept':2}}}");

    assertThat(twin.replace(content, LATER).notice())
        .get()
        .hasToString(json("{'kept':2,'old':null,'$version':3}").toString());
  }

  @Test
  void theHubsOwnMembersThatClientsSendBackAreIgnored() throws Exception {
    HubTwin twin =
        desired(HubTwin.blank(FIRST), "{'a':1,'$version':99,'$metadata':{'x':1}}", FIRST);

    assertThat(twin.desired().values()).isEqualTo(json("{'a':1}"));
    assertThat(twin.desired().version()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a.b':1}",
        "{'a b':1}",
        "{'$a':1}",
        "{'':1}",
        "{'a':4503599627370496}",
        "{'a':-4503599627370497}",
        "{'a':{'b':{'c':{'d':{'e':{'f':{'g':{'h':{'i':{'j':{'k':{'l':1}}}}}}}}}}}}"
      })
  void whatIotHubDoesNotTakeIsRefused(String content) throws Exception {
    JsonNode body = json(content);

    assertThatThrownBy(() -> HubTwin.blank(FIRST).report(body, LATER))
        .isInstanceOfSatisfying(
            HubFaultException.class,
            e -> assertThat(e.fault()).isEqualTo(HubFault.ARGUMENT_INVALID));
  }

  @Test
  void moreThan32KilobytesInASectionAreRefused() throws Exception {
    HubTwin twin = HubTwin.blank(FIRST);
    for (int i = 0; i < 7; i++) {
      twin = twin.report(json("{'p" + i + "':'" + "x".repeat(4096) + "'}"), FIRST);
    }
    HubTwin nearlyFull = twin;
    JsonNode body = json("{'p7':'" + "x".repeat(4096) + "'}");

    assertThatThrownBy(() -> nearlyFull.report(body, LATER))
        .isInstanceOfSatisfying(
            HubFaultException.class,
            e -> assertThat(e.fault()).isEqualTo(HubFault.MESSAGE_TOO_LARGE));
  }

  @Test
  void theEtagChangesWithTheCloudsChangesOnly() throws Exception {
    HubTwin twin = HubTwin.blank(FIRST);

    assertThat(twin.report(json("{'a':1}"), LATER).etag()).isEqualTo(twin.etag());
    assertThat(desired(twin, "{'a':1}", LATER).etag()).isNotEqualTo(twin.etag());
  }

  private static HubTwin desired(HubTwin twin, String patch, Instant now) throws Exception {
    return twin.patch(json("{'properties':{'desired':" + patch + "}}"), now).twin();
  }

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
