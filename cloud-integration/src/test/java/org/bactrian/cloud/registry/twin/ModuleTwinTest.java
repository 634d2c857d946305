package org.bactrian.cloud.registry.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import org.bactrian.cloud.registry.contract.DiscovererUpdate;
import org.bactrian.cloud.registry.contract.RegisteredDiscoverer;
import org.bactrian.cloud.registry.contract.RegisteredSupervisor;
import org.bactrian.cloud.registry.contract.TraceLogLevel;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.model.registry.ModuleCapability;
import org.junit.jupiter.api.Test;

class ModuleTwinTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aModuleOfVersion2Dot8IsWhatItsTypeSays() {
    Twin twin = module("{'reported':{'__type__':'supervisor','__siteid__':'plant1'}}");

    assertThat(ModuleTwin.supervisor(twin, false))
        .hasValue(new RegisteredSupervisor("edge1_module_m", "plant1", null, null, true, null));
    assertThat(ModuleTwin.publisher(twin, false)).isEmpty();
    assertThat(ModuleTwin.discoverer(twin)).isEmpty();
  }

  @Test
  void theVersionThatAModuleReportsIsShownOfEachOfItsCapabilities() {
    Twin twin = module("{'reported':{'__type__':'OpcPublisher','__version__':'2.9.15'}}");

    assertThat(ModuleTwin.supervisor(twin, true).orElseThrow().version()).isEqualTo("2.9.15");
    assertThat(ModuleTwin.publisher(twin, true).orElseThrow().version()).isEqualTo("2.9.15");
    assertThat(ModuleTwin.discoverer(twin).orElseThrow().version()).isEqualTo("2.9.15");
  }

  @Test
  void oneModuleIsEveryCapabilityThatItReports() {
    Twin twin =
        module(
            "{'reported':{'__type__':'OpcPublisher',"
                + "'__capabilities__':{'publisher':true,'discoverer':true,'supervisor':false}}}");

    assertThat(ModuleTwin.publisher(twin, false)).isPresent();
    assertThat(ModuleTwin.discoverer(twin)).isPresent();
    assertThat(ModuleTwin.supervisor(twin, false)).isEmpty();
  }

  @Test
  void aModuleOfVersion2Dot9IsEverything() {
    Twin twin = module("{'reported':{'__type__':'OpcPublisher'}}");

    assertThat(ModuleCapability.of(twin.tags(), twin.reported()))
        .containsExactlyInAnyOrder(ModuleCapability.values());
  }

  @Test
  void theTagThatTheRegistryWroteWinsOverTheTypeThatAnOldModuleReports() {
    Twin twin = module("{'tags':{'DeviceType':'Discoverer'},'reported':{'__type__':'supervisor'}}");

    assertThat(ModuleCapability.of(twin.tags(), twin.reported()))
        .containsExactly(ModuleCapability.discoverer);
  }

  @Test
  void aDiscovererShowsWhatItDoesAndWhatItIsAskedFor() {
    Twin twin =
        module(
            "{'desired':{'Discovery':'Fast','PortProbeTimeout':'00:00:02','DiscoveryUrls':{'1':'b','0':'a'}},"
                + "'reported':{'__type__':'discoverer','Discovery':'Off'}}");

    RegisteredDiscoverer discoverer = ModuleTwin.discoverer(twin).orElseThrow();

    assertThat(discoverer.discovery()).isNull();
    assertThat(discoverer.requestedMode()).isEqualTo(DiscoveryMode.Fast);
    assertThat(discoverer.requestedConfig().portProbeTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(discoverer.requestedConfig().discoveryUrls()).containsExactly("a", "b");
    assertThat(discoverer.outOfSync()).isTrue();
  }

  @Test
  void whatAModuleWroteWronglyCountsAsNotWritten() {
    Twin twin =
        module("{'reported':{'__type__':'discoverer','MaxPortProbes':'many','Discovery':{}}}");

    assertThat(ModuleTwin.discoverer(twin).orElseThrow().discoveryConfig()).isNull();
  }

  @Test
  void settingsAreRemovedByEmptyTextsAndByZero() {
    Twin twin =
        module(
            "{'desired':{'AddressRangesToScan':'10.0.0.0/24','MaxPortProbes':5,'LogLevel':'Debug',"
                + "'DiscoveryUrls':{'0':'a','1':'b'},'__siteid__':'old'},"
                + "'reported':{'__type__':'discoverer'}}");
    DiscoveryConfig config =
        new DiscoveryConfig("", null, null, null, null, 0, null, null, List.of("a"), null, null);

    assertThat(
            ModuleUpdate.of(
                twin, new DiscovererUpdate("", null, config, TraceLogLevel.Information)))
        .hasToString(
            "{\"tags\":{\"SiteOrGatewayId\":\"edge1\",\"DeviceType\":\"discoverer\"},"
                + "\"properties\":{\"desired\":{\"__siteid__\":null,\"LogLevel\":null,"
                + "\"AddressRangesToScan\":null,\"MaxPortProbes\":null,"
                + "\"DiscoveryUrls\":{\"1\":null}}}}");
  }

  private static Twin module(String properties) {
    try {
      var parts = JSON.readTree(properties.replace('\'', '"'));
      var json = JSON.createObjectNode().put("deviceId", "edge1").put("moduleId", "m");
      json.put("connectionState", "Connected");
      json.set("tags", parts.path("tags"));
      json.set("properties", parts);
      return Twin.of(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
