package org.bactrian.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Network policies of the chart: each port that the values name is open, and no other. */
class ChartNetworkPolicyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:postgresql://database.example.org/bactrian | 5432",
        "jdbc:postgresql://database.example.org:6432/bactrian?sslmode=require | 6432",
        "jdbc:postgresql://one:5433,two/bactrian | 5433 5432",
        "jdbc:postgresql://[fd00::1]:7000/bactrian | 7000",
        "jdbc:postgresql://[fd00::1]/bactrian | 5432",
      })
  void theDatabaseIsReachedAtThePortsOfItsUrl(String url, String ports) {
    ChartRendering chart = ChartRendering.of("plain", Map.of("cloud.database.url", url));

    assertThat(ports(chart, "cloud"))
        .containsAll(List.of(ports.split(" ")))
        .hasSize(4 + ports.split(" ").length);
  }

  @Test
  void azureIsReachedAtThePortsOfItsUrls() {
    ChartRendering chart =
        ChartRendering.of(
            "plain",
            Map.of(
                "cloud.keyVaultUrl", "https://vault.example.org:8443",
                "cloud.oidc.issuer", "https://tokens.example.org",
                "cloud.oidc.audience", "bactrian",
                "cloud.oidc.keys", "https://tokens.example.org:9443/keys",
                "secrets.plain.serviceBusConnectionString",
                    "Endpoint=sb://bus.example.org:5672;SharedAccessKeyName=a;SharedAccessKey=b"));

    assertThat(ports(chart, "cloud"))
        .containsExactlyInAnyOrder("53", "53", "443", "5671", "5672", "5432", "8443", "9443");
    assertThat(ports(ChartRendering.of("azure"), "cloud"))
        .containsExactlyInAnyOrder("53", "53", "443", "5671", "5432");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HostName=broker | 0 | 8883",
        "HostName=broker;Port=8884;Username=a | 0 | 8884",
        "HostName=broker;UseTls=false | 0 | 1883",
        "HostName=broker;Port=8884 | 1884 | 1884",
      })
  void theBrokerIsReachedAtThePortOfItsConnectionString(
      String connection, int given, String expected) {
    ChartRendering chart =
        ChartRendering.of(
            "plain",
            Map.of(
                "edge.mqtt.enabled", true,
                "edge.mqtt.port", given,
                "secrets.plain.edgeMqttConnectionString", connection));

    assertThat(ports(chart, "edge")).containsOnlyOnce(expected).contains("8883");
    assertThat(ports(ChartRendering.of("edge"), "edge")).contains("8884");
  }

  @Test
  void serversOfThePublishedNodesFileAreReachedWhereTheyAre() {
    ChartRendering chart =
        ChartRendering.of(
            "azure",
            Map.of(
                "edge.publishedNodes[0].EndpointUrl", "opc.tcp://203.0.113.7:48020/path",
                "edge.publishedNodes[1].EndpointUrl", "opc.tcp://press-4"));
    JsonNode servers = egress(chart, "edge").path(2);

    assertThat(servers.findValuesAsText("port")).containsExactly("4840", "48010", "48020");
    assertThat(servers.findValuesAsText("cidr"))
        .containsExactly("192.168.1.0/24", "203.0.113.7/32");
  }

  @Test
  void theCollectorOfMetricsIsReachedAtThePortOfItsUrl() {
    ChartRendering chart =
        ChartRendering.of(
            "plain",
            Map.of(
                "edge.options.OtlpCollectorEndpoint", "http://collector:14317",
                "cloud.options.OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector"));

    assertThat(ports(chart, "edge")).contains("14317").doesNotContain("80");
    assertThat(ports(chart, "cloud")).contains("80").doesNotContain("14317");
  }

  @Test
  void portsOfRoutesAreAdded() {
    Map<String, Object> values = new HashMap<>();
    values.put("networkPolicy.ports.edge[0]", 9093);
    values.put("networkPolicy.ports.cloud[0]", 9094);
    ChartRendering chart = ChartRendering.of("plain", values);

    assertThat(ports(chart, "edge")).contains("9093").doesNotContain("9094");
    assertThat(ports(chart, "cloud")).contains("9094").doesNotContain("9093");
  }

  @Test
  void theGlobalDiscoveryServerIsOpenWhereItIsUsed() {
    ChartRendering chart = ChartRendering.of("edge");
    JsonNode policy = chart.resource("NetworkPolicy", "plant-bactrian-edge");
    JsonNode service = chart.resource("Service", "plant-bactrian-edge-gds");

    assertThat(service.at("/spec/ports/0/port").asInt()).isEqualTo(58_810);
    assertThat(policy.at("/spec/ingress").findValuesAsText("port")).contains("gds");
    assertThat(ChartRendering.of("plain").has("Service", "plant-bactrian-edge-gds")).isFalse();
  }

  private static JsonNode egress(ChartRendering chart, String role) {
    return chart.resource("NetworkPolicy", "plant-bactrian-" + role).at("/spec/egress");
  }

  /** All ports but those of name servers, which come first. */
  private static List<String> ports(ChartRendering chart, String role) {
    List<String> ports = egress(chart, role).findValuesAsText("port");
    assertThat(ports).startsWith("53", "53");
    return ports;
  }
}
