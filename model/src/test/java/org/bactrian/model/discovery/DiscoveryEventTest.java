package org.bactrian.model.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.model.registry.Golden;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.registry.ServerSecurityMode;
import org.junit.jupiter.api.Test;

class DiscoveryEventTest {

  private static final JsonNode GOLDEN = Golden.read("discovery.json").path("events");

  @Test
  void eventsOfVersion2Dot8AreRead() {
    List<DiscoveryEvent> events = new ArrayList<>();
    GOLDEN
        .path("messages")
        .forEach(json -> events.add(RegistryJson.read(json, DiscoveryEvent.class)));

    assertThat(events).extracting(DiscoveryEvent::index).containsExactly(0, 1, 2, 3);
    assertThat(events).extracting(DiscoveryEvent::isEnd).containsExactly(false, false, false, true);
    assertThat(events.get(1).registration().endpoint().securityMode())
        .isEqualTo(ServerSecurityMode.Sign);
    assertThat(events.get(1).application().applicationUri()).isEqualTo("urn:server:plc1");
    assertThat(events.get(3).result().id()).isEqualTo("req-1");
    assertThat(events.get(3).result().discoveryConfig().discoveryUrls())
        .containsExactly("opc.tcp://plc1:4840");
  }

  @Test
  void eventsOfVersion2Dot9AreReadTheSame() {
    // Our own records write the names of 2.9: camel case, and nothing where it is null.
    DiscoveryEvent event = RegistryJson.read(GOLDEN.path("messages").path(1), DiscoveryEvent.class);

    JsonNode newer = RegistryJson.tree(event);

    assertThat(newer.path("registration").has("securityLevel")).isTrue();
    assertThat(newer.has("result")).isFalse();
    assertThat(RegistryJson.read(newer, DiscoveryEvent.class)).isEqualTo(event);
  }
}
