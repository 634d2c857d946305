package org.bactrian.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resources of the chart that operators define, held to what they define. */
class ChartOperatorResourcesTest {

  /** A mapper for which a field that a model does not have is a fault. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              })
          .build();

  @ParameterizedTest
  @ValueSource(strings = {"edge", "cloud"})
  void serviceMonitorsAreThoseOfThePrometheusOperator(String role) throws Exception {
    ObjectNode monitor =
        (ObjectNode)
            ChartRendering.of("azure").resource("ServiceMonitor", "plant-bactrian-" + role);

    ServiceMonitor read = STRICT.treeToValue(monitor, ServiceMonitor.class);

    assertThat(read.getApiVersion()).isEqualTo(monitor.path("apiVersion").asText());
    assertThat(read.getSpec().getEndpoints()).hasSize(1);
    ((ObjectNode) monitor.at("/spec/endpoints/0")).put("intervall", "15s");
    assertThatThrownBy(() -> STRICT.treeToValue(monitor, ServiceMonitor.class))
        .hasMessageContaining("intervall");
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge", "cloud"})
  void secretProviderClassesHaveAProviderAndTexts(String role) {
    JsonNode provider =
        ChartRendering.of("azure").resource("SecretProviderClass", "plant-bactrian-" + role);

    assertThat(provider.path("apiVersion").asText()).isEqualTo("secrets-store.csi.x-k8s.io/v1");
    assertThat(provider.path("spec").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("provider", "parameters");
    assertThat(provider.at("/spec/provider").asText()).isEqualTo("azure");
    assertThat(provider.at("/spec/parameters")).isNotEmpty().allMatch(JsonNode::isTextual);
    assertThat(provider.at("/spec/parameters").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "usePodIdentity", "clientID", "keyvaultName", "tenantId", "objects");
  }

  @Test
  void theCertificateHasTheFieldsAndWordsOfCertManager() {
    JsonNode certificate =
        ChartRendering.of("azure").resource("Certificate", "plant-bactrian-cloud");
    JsonNode spec = certificate.path("spec");

    assertThat(certificate.path("apiVersion").asText()).isEqualTo("cert-manager.io/v1");
    assertThat(spec.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("secretName", "dnsNames", "usages", "privateKey", "issuerRef");
    assertThat(texts(spec.path("usages")))
        .isSubsetOf("digital signature", "key encipherment", "server auth");
    assertThat(spec.at("/privateKey/algorithm").asText()).isIn("RSA", "ECDSA", "Ed25519");
    assertThat(spec.at("/privateKey/size").asInt()).isIn(256, 384, 521);
    assertThat(spec.at("/privateKey/rotationPolicy").asText()).isIn("Never", "Always");
    assertThat(Set.of("Issuer", "ClusterIssuer")).contains(spec.at("/issuerRef/kind").asText());
  }

  private static List<String> texts(JsonNode list) {
    return ChartRendering.stream(list).map(JsonNode::asText).toList();
  }
}
