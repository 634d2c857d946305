package org.bactrian.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.junit.jupiter.api.Test;

/** TLS between an ingress and the pods, and of clients of the edge. */
class ChartTransportTest {

  private static final String PROTOCOL = "nginx.ingress.kubernetes.io/backend-protocol";

  @Test
  void theCloudServesTheCertificateThatCertManagerMakes() {
    ChartRendering chart = ChartRendering.of("azure");
    JsonNode certificate = chart.resource("Certificate", "plant-bactrian-cloud").path("spec");
    String secret = certificate.path("secretName").asText();

    assertThat(secret).isEqualTo("plant-bactrian-cloud-tls");
    assertThat(certificate.at("/issuerRef/name").asText()).isEqualTo("internal");
    assertThat(certificate.at("/issuerRef/kind").asText()).isEqualTo("ClusterIssuer");
    assertThat(certificate.path("dnsNames").toString())
        .contains("plant-bactrian-cloud.factory.svc", "bactrian.example.org");
    // The only form of keys that edge and cloud read of all algorithms.
    assertThat(certificate.at("/privateKey/encoding").asText()).isEqualTo("PKCS8");
    assertServes(chart, secret);
  }

  @Test
  void theCloudServesACertificateOfYours() {
    ChartRendering chart = ChartRendering.of("plain", Map.of("cloud.tls.secret", "mine"));

    assertThat(chart.names()).noneMatch(name -> name.startsWith("Certificate "));
    assertServes(chart, "mine");
  }

  private static void assertServes(ChartRendering chart, String secret) {
    JsonNode pod = chart.pod("cloud");

    assertThat(chart.variable("cloud", "BACTRIAN_TLS_CERTIFICATE").path("value").asText())
        .isEqualTo("/tls/tls.crt");
    assertThat(chart.variable("cloud", "BACTRIAN_TLS_KEY").path("value").asText())
        .isEqualTo("/tls/tls.key");
    assertThat(pod.at("/spec/containers/0/volumeMounts").findValuesAsText("mountPath"))
        .contains("/tls");
    assertThat(pod.at("/spec/volumes").findValuesAsText("secretName")).contains(secret);
    assertThat(chart.resource("Service", "plant-bactrian-cloud").at("/spec/ports/0/appProtocol"))
        .hasToString("\"https\"");
  }

  @Test
  void theIngressIsToldOfTheTlsBehindIt() {
    Map<String, Object> other =
        Map.of(
            "cloud.ingress.backendProtocolAnnotation", "",
            "cloud.service.annotations.scheme", "https");

    assertThat(ingress("azure", Map.of()).path(PROTOCOL).asText()).isEqualTo("HTTPS");
    assertThat(ingress("azure", other).has(PROTOCOL)).isFalse();
    assertThat(ingress("azure", Map.of("cloud.tls.certManager.enabled", false)).has(PROTOCOL))
        .isFalse();
    assertThat(
            ChartRendering.of("azure", other)
                .resource("Service", "plant-bactrian-cloud")
                .at("/metadata/annotations/scheme")
                .asText())
        .isEqualTo("https");
  }

  private static JsonNode ingress(String example, Map<String, Object> changes) {
    return ChartRendering.of(example, changes)
        .resource("Ingress", "plant-bactrian-cloud")
        .at("/metadata/annotations");
  }

  @Test
  void probesAndMetricsKeepTheirPortWithoutTls() {
    ChartRendering chart = ChartRendering.of("azure");
    JsonNode container = chart.pod("cloud").at("/spec/containers/0");

    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(container.at("/" + probe + "/httpGet/port").asText()).isEqualTo("management");
      assertThat(container.at("/" + probe + "/httpGet").has("scheme")).isFalse();
    }
    assertThat(
            chart
                .resource("ServiceMonitor", "plant-bactrian-cloud")
                .at("/spec/endpoints/0/scheme")
                .asText("http"))
        .isEqualTo("http");
  }

  @Test
  void clientsOfTheEdgeShowCertificates() {
    ChartRendering chart = ChartRendering.of("edge");
    Map<String, String> environment = new HashMap<>();
    for (JsonNode entry : chart.pod("edge").at("/spec/containers/0/env")) {
      if (entry.path("name").asText().startsWith("BACTRIAN_HTTP")) {
        environment.put(entry.path("name").asText(), entry.path("value").asText());
      }
    }
    EdgeOptions options = EdgeOptionsReader.read(List.of(), environment).options();

    assertThat(options.http().clientAuthorities()).contains(Path.of("/clients"));
    assertThat(options.http().requireClientCertificate()).isTrue();
    assertThat(chart.pod("edge").at("/spec/volumes").findValuesAsText("secretName"))
        .contains("line-1-clients");
    assertThat(
            ChartRendering.of("plain")
                .pod("edge")
                .at("/spec/containers/0/volumeMounts")
                .findValuesAsText("mountPath"))
        .doesNotContain("/clients");
  }
}
