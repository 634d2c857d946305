package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.microsoft.azure.sdk.iot.device.ModuleClient;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubPreconditionFailedException;
import com.microsoft.azure.sdk.iot.service.query.QueryPageOptions;
import com.microsoft.azure.sdk.iot.service.query.TwinQueryResponse;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bactrian.localazure.hub.identity.ClientId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twins between the unmodified service and device SDKs. */
class TwinsTest {

  @TempDir Path folder;
  private RunningAzure running;
  private TwinClient twins;

  @BeforeEach
  void start() {
    running = RunningAzure.in(folder);
    twins = running.twins();
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void aDesiredPropertyReachesTheConnectedModule() throws Exception {
    ModuleClient module = running.module("plant", "publisher");
    List<TwinCollection> seen = new CopyOnWriteArrayList<>();
    module.open(false);
    module.subscribeToDesiredProperties(
        (twin, context) -> seen.add(twin.getDesiredProperties()), null);

    Twin patch = new Twin("plant", "publisher");
    patch.getDesiredProperties().put("interval", 5);
    twins.patch(patch);

    await().until(() -> !seen.isEmpty());
    assertThat(((Number) seen.get(0).get("interval")).intValue()).isEqualTo(5);
    assertThat(seen.get(0).getVersion()).isEqualTo(2);
    module.close();
  }

  @Test
  void whatADeviceReportsIsReadByTheServiceWithItsVersion() throws Exception {
    ModuleClient module = running.module("plant", "publisher");
    module.open(false);
    module.subscribeToDesiredProperties((twin, context) -> {}, null);
    TwinCollection reported = new TwinCollection();
    reported.put("type", "publisher");
    reported.put("site", Map.of("name", "north", "line", 4));

    int version = TwinReports.report(module, reported);

    Twin twin = twins.get("plant", "publisher");
    assertThat(twin.getReportedProperties()).containsEntry("type", "publisher");
    assertThat(twin.getReportedProperties().getVersion()).isEqualTo(version).isGreaterThan(1);
    assertThat(twin.getReportedProperties().getTwinMetadata("type").getLastUpdated()).isNotNull();
    // The SDK now and then loses an acknowledgement and with it the answer; it has to ask again.
    await()
        .atMost(Duration.ofMinutes(4))
        .ignoreExceptionsInstanceOf(IotHubClientException.class)
        .until(() -> module.getTwin().getReportedProperties().getVersion() == version);
    module.close();
  }

  @Test
  void aNullDeletesAndWhatAPatchDoesNotNameStays() throws Exception {
    running.hub().register(ClientId.device("press-1"));
    Twin patch = new Twin("press-1");
    patch.getDesiredProperties().put("keep", Map.of("a", 1, "b", 2));
    patch.getDesiredProperties().put("drop", true);
    twins.patch(patch);
    Twin second = new Twin("press-1");
    second.getDesiredProperties().put("drop", null);
    second.getDesiredProperties().put("keep", Map.of("b", 3));

    Twin twin = twins.patch(second);

    assertThat(twin.getDesiredProperties()).containsOnlyKeys("keep");
    assertThat(twin.getDesiredProperties().toJsonObject().get("keep").toString())
        .isEqualTo("{\"a\":1,\"b\":3}");
    assertThat(twin.getDesiredProperties().getVersion()).isEqualTo(3);
  }

  @Test
  void aReplacementLeavesNothingOfTheOld() throws Exception {
    running.hub().register(ClientId.device("press-1"));
    Twin patch = new Twin("press-1");
    patch.getDesiredProperties().put("old", 1);
    patch.getTags().put("oldTag", "x");
    twins.patch(patch);
    Twin replacement = new Twin("press-1");
    replacement.getDesiredProperties().put("new", 2);
    replacement.getTags().put("newTag", "y");

    Twin twin = twins.replace(replacement);

    assertThat(twin.getDesiredProperties()).containsOnlyKeys("new");
    assertThat(twin.getTags()).containsOnlyKeys("newTag");
  }

  @Test
  void aPatchWithAnOldEtagIsRefusedAndReportingDoesNotChangeIt() throws Exception {
    ModuleClient module = running.module("plant", "publisher");
    module.open(false);
    module.subscribeToDesiredProperties((twin, context) -> {}, null);
    String etag = twins.get("plant", "publisher").getETag();
    TwinCollection reported = new TwinCollection();
    reported.put("up", true);
    TwinReports.report(module, reported);
    Twin patch = new Twin("plant", "publisher");
    patch.getTags().put("site", "north");

    Twin changed = twins.patch(patch, etag);

    assertThat(changed.getETag()).isNotEqualTo(etag);
    assertThatThrownBy(() -> twins.patch(patch, etag))
        .isInstanceOf(IotHubPreconditionFailedException.class);
    module.close();
  }

  @Test
  void aQueryGivesEveryTwinOncePageByPage() throws Exception {
    for (int i = 0; i < 25; i++) {
      running.hub().register(ClientId.device("press-" + i));
      Twin patch = new Twin("press-" + i);
      patch.getTags().put("site", i < 20 ? "north" : "south");
      twins.patch(patch);
    }
    QueryPageOptions sevenAPage = QueryPageOptions.builder().pageSize(7).build();

    TwinQueryResponse answer =
        twins.query("SELECT * FROM devices WHERE tags.site = 'north'", sevenAPage);
    List<String> found = new ArrayList<>();
    int pages = 1;
    String token = answer.getContinuationToken();
    while (answer.hasNext()) {
      found.add(answer.next(sevenAPage).getDeviceId());
      if (answer.getContinuationToken() == null
          ? token != null
          : !answer.getContinuationToken().equals(token)) {
        token = answer.getContinuationToken();
        pages++;
      }
    }

    assertThat(found).hasSize(20).doesNotHaveDuplicates();
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void aQueryOverModulesSeesConnectionState() throws Exception {
    ModuleClient module = running.module("plant", "publisher");
    running.hub().register(ClientId.module("plant", "idle"));
    module.open(false);

    TwinQueryResponse answer =
        twins.query("SELECT * FROM devices.modules WHERE connectionState = 'Connected'");

    assertThat(answer.next().getModuleId()).isEqualTo("publisher");
    assertThat(answer.hasNext()).isFalse();
    module.close();
  }
}
