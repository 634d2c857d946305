package org.bactrian.localazure.hub.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queries that the registry of the platform before us sends, with values filled in. */
class RegistryQueriesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM devices WHERE tags.DeviceType = 'Application' ",
        "SELECT * FROM devices WHERE tags.DeviceType = 'Application' "
            + "AND NOT IS_DEFINED(tags.NotSeenSince) AND tags.LocalizedNames.en = 'PLC 1' "
            + "AND IS_DEFINED(tags.LocalizedNames.en) AND tags.ApplicationUriLC = 'urn:a' "
            + "AND tags.Server = true AND tags.LDS_ME = true ",
        "SELECT tags.SiteOrGatewayId, COUNT() FROM devices "
            + "WHERE tags.DeviceType = 'Application' GROUP BY tags.SiteOrGatewayId",
        "SELECT * FROM devices WHERE tags.DeviceType = 'Application' "
            + "AND (tags.SiteId = 's' OR tags.DiscovererId = 'd')",
        "SELECT * FROM devices WHERE tags.DeviceType = 'Endpoint' "
            + "AND (tags.Activated != true OR NOT IS_DEFINED(tags.Activated)) "
            + "AND connectionState != 'Connected' ",
        "SELECT * FROM devices WHERE tags.DeviceType = 'Endpoint' "
            + "AND properties.desired.SecurityMode = 'Sign' AND tags.Thumbprint = A0B1 ",
        "SELECT * FROM devices WHERE tags.Activated = true AND NOT IS_DEFINED(tags.IsDisabled) "
            + "AND connectionState != 'Connected' AND tags.DeviceType = 'Endpoint' ",
        "SELECT * FROM devices.modules WHERE properties.reported.__type__ = 'supervisor'"
            + "AND (properties.reported.__siteid__ = 's' OR properties.desired.__siteid__ = 's' "
            + "OR deviceId ='s') ",
        "SELECT * FROM devices.modules WHERE properties.reported.__type__ = 'supervisor'"
            + "AND IS_DEFINED(properties.desired.uatb4d3a305437d85664ad0957fbcfaeb1e299af990) ",
        "SELECT * FROM devices.modules WHERE properties.reported.__type__ = 'publisher' "
            + "AND deviceId = 'edge1'",
        "SELECT * FROM devices WHERE tags.__type__ = 'iiotedge' "
            + "AND (tags.__siteid__ = 's' OR deviceId = 's') ",
        "SELECT * FROM devices.modules WHERE deviceId = 'edge1'",
      })
  void aQueryOfTheRegistryIsRead(String query) {
    assertThatNoException().isThrownBy(() -> TwinQuery.parse(query));
  }

  @Test
  void anEndpointThatWasNeverActivatedCountsAsDeactivated() throws Exception {
    TwinQuery query =
        TwinQuery.parse(
            "SELECT * FROM devices WHERE tags.DeviceType = 'Endpoint' "
                + "AND (tags.Activated != true OR NOT IS_DEFINED(tags.Activated))");
    JsonNode never = twin("{\"DeviceType\": \"Endpoint\"}");
    JsonNode off = twin("{\"DeviceType\": \"Endpoint\", \"Activated\": false}");
    JsonNode on = twin("{\"DeviceType\": \"Endpoint\", \"Activated\": true}");

    assertThat(query.run(List.of(never, off, on))).containsExactly(never, off);
  }

  @Test
  void sitesAreCountedUnderTheNameOfTheTag() throws Exception {
    TwinQuery query =
        TwinQuery.parse(
            "SELECT tags.SiteOrGatewayId, COUNT() FROM devices "
                + "WHERE tags.DeviceType = 'Application' GROUP BY tags.SiteOrGatewayId");
    JsonNode plant = twin("{\"DeviceType\": \"Application\", \"SiteOrGatewayId\": \"plant1\"}");

    assertThat(query.run(List.of(plant, plant)).toString())
        .isEqualTo("[{\"SiteOrGatewayId\":\"plant1\",\"$1\":2}]");
  }

  private static JsonNode twin(String tags) throws Exception {
    return new ObjectMapper().readTree("{\"tags\": " + tags + "}");
  }
}
