package org.bactrian.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bactrian.deploy.DeployFolder;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.launcher.secret.SecretFileWatch;
import org.bactrian.web.http.ListenAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart, rendered by Helm with each of its examples. */
class ChartTest {

  /** Kinds that operators of the cluster define. */
  private static final Set<String> CUSTOM =
      Set.of("ServiceMonitor", "SecretProviderClass", "Certificate");

  @Test
  void helmFindsNoFaultInTheChart() {
    LintResult result = new Helm(ChartRendering.CHART).lint().strict().call();

    assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "azure", "edge"})
  void eachResourceIsWhatTheApiOfKubernetesTakes(String example) {
    ChartRendering chart = ChartRendering.of(example);

    assertThat(chart.resources()).hasSizeGreaterThan(4);
    for (JsonNode resource : chart.resources()) {
      if (!CUSTOM.contains(resource.path("kind").asText())) {
        assertThat(ResourceValidator.faults(resource)).as(resource.toPrettyString()).isEmpty();
      }
    }
    assertThat(chart.names()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "azure", "edge"})
  void everyNameThatAResourceRefersToIsThere(String example) {
    ChartRendering chart = ChartRendering.of(example);
    for (String role : List.of("edge", "cloud")) {
      if (role.equals("cloud") && example.equals("edge")) {
        continue;
      }
      JsonNode pod = chart.pod(role);
      JsonNode container = pod.at("/spec/containers/0");
      Set<String> volumes = new HashSet<>(pod.at("/spec/volumes").findValuesAsText("name"));
      volumes.add("data");
      Set<String> ports = new HashSet<>(container.path("ports").findValuesAsText("name"));
      JsonNode service = chart.resource("Service", "plant-bactrian-" + role);

      assertThat(volumes).containsAll(container.path("volumeMounts").findValuesAsText("name"));
      assertThat(ports).containsAll(service.at("/spec/ports").findValuesAsText("targetPort"));
      service
          .at("/spec/selector")
          .properties()
          .forEach(
              label ->
                  assertThat(pod.at("/metadata/labels").path(label.getKey()))
                      .isEqualTo(label.getValue()));
      for (JsonNode volume : pod.at("/spec/volumes")) {
        if (volume.has("configMap")) {
          chart.resource("ConfigMap", volume.at("/configMap/name").asText());
        }
        if (volume.has("csi")) {
          chart.resource(
              "SecretProviderClass",
              volume.at("/csi/volumeAttributes/secretProviderClass").asText());
        }
      }
      chart.resource("ServiceAccount", pod.at("/spec/serviceAccountName").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "azure", "edge"})
  void podsHaveNoRightsAndCannotWriteTheirFileSystem(String example) {
    ChartRendering chart = ChartRendering.of(example);
    for (JsonNode pod : chart.resources()) {
      JsonNode spec =
          pod.at(
              pod.path("kind").asText().equals("CronJob")
                  ? "/spec/jobTemplate/spec/template/spec"
                  : "/spec/template/spec");
      if (!spec.isMissingNode()) {
        JsonNode container = spec.at("/containers/0/securityContext");

        assertThat(spec.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(spec.at("/securityContext/runAsUser").asInt()).isEqualTo(65_532);
        assertThat(spec.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
      }
    }
  }

  @Test
  void theCloudHasThreeReplicasThatAreNeverAllAway() {
    ChartRendering chart = ChartRendering.of("azure", Map.of("cloud.autoscaling.enabled", false));
    JsonNode budget = chart.resource("PodDisruptionBudget", "plant-bactrian-cloud");
    JsonNode cloud = chart.resource("Deployment", "plant-bactrian-cloud");

    assertThat(cloud.at("/spec/replicas").asInt()).isEqualTo(3);
    assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
    assertThat(budget.at("/spec/selector")).isEqualTo(cloud.at("/spec/selector"));
    assertThat(cloud.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(1)).isZero();
  }

  @Test
  void theCloudIsScaledByTheDepthOfItsQueues() {
    ChartRendering chart = ChartRendering.of("azure");
    JsonNode scaler = chart.resource("HorizontalPodAutoscaler", "plant-bactrian-cloud");

    assertThat(scaler.at("/spec/scaleTargetRef/name").asText()).isEqualTo("plant-bactrian-cloud");
    assertThat(scaler.at("/spec/metrics/0/external/metric/name").asText())
        .isEqualTo("servicebus-active-messages");
    assertThat(scaler.at("/spec/metrics/0/external/target/averageValue").asText()).isEqualTo("500");
    // Each replica reads live values, and a consumer group has five readers of a partition.
    assertThat(scaler.at("/spec/maxReplicas").asInt()).isEqualTo(5);
    // Else each upgrade would undo what the scaler did.
    assertThat(chart.resource("Deployment", "plant-bactrian-cloud").at("/spec").has("replicas"))
        .isFalse();
  }

  @Test
  void probesAskForTheHealthThatTheImagesServe() {
    ChartRendering chart = ChartRendering.of("azure");
    for (String role : List.of("edge", "cloud")) {
      JsonNode container = chart.pod(role).at("/spec/containers/0");

      assertThat(container.at("/livenessProbe/httpGet/path").asText())
          .isEqualTo("/observe/health/live");
      assertThat(container.at("/readinessProbe/httpGet/path").asText())
          .isEqualTo("/observe/health/ready");
      assertThat(container.at("/livenessProbe/httpGet/port").asText()).isEqualTo("management");
      assertThat(chart.variable(role, "BACTRIAN_MANAGEMENT_PORT").path("value").asInt())
          .isEqualTo(managementPort(container));
    }
  }

  private static int managementPort(JsonNode container) {
    return ChartRendering.stream(container.path("ports"))
        .filter(port -> port.path("name").asText().equals("management"))
        .findFirst()
        .orElseThrow()
        .path("containerPort")
        .asInt();
  }

  @Test
  void theEdgeReadsItsEnvironmentAsTheChartMeansIt() {
    ChartRendering chart = ChartRendering.of("edge", Map.of("edge.stopTimeout", 60));
    Map<String, String> environment = new HashMap<>();
    // As the image sets it.
    environment.put("BACTRIAN_MANAGEMENT_HOST", "0.0.0.0");
    environment.put("MqttClientConnectionString", "HostName=broker;Port=8884");
    for (JsonNode entry : chart.pod("edge").at("/spec/containers/0/env")) {
      if (entry.has("value")) {
        environment.put(entry.path("name").asText(), entry.path("value").asText());
      }
    }
    // There only in the pod.
    environment.remove("BACTRIAN_ROUTES");
    EdgeOptions options = EdgeOptionsReader.read(List.of(), environment).options();

    assertThat(options.role().management()).isEqualTo(new ListenAddress("0.0.0.0", 9876));
    assertThat(options.role().stopTimeout()).hasSeconds(60);
    assertThat(options.http().port()).isEqualTo(9072);
    assertThat(options.messages().transport()).isEqualTo("mqtt5");
    assertThat(chart.pod("edge").at("/spec/terminationGracePeriodSeconds").asInt())
        .isGreaterThan(60);
  }

  @Test
  void secretsReachNothingButSecrets() {
    String password = "correct-horse-battery-staple";
    ChartRendering chart =
        ChartRendering.of("plain", Map.of("secrets.plain.databasePassword", password));
    List<String> holders =
        chart.resources().stream()
            .filter(resource -> resource.toString().contains(password))
            .map(resource -> resource.path("kind").asText())
            .toList();
    JsonNode variable = chart.variable("cloud", "BACTRIAN_DATABASE_PASSWORD");

    assertThat(holders).containsExactly("Secret");
    assertThat(
            chart
                .resource("Secret", variable.at("/valueFrom/secretKeyRef/name").asText())
                .at("/stringData")
                .path(variable.at("/valueFrom/secretKeyRef/key").asText())
                .asText())
        .isEqualTo(password);
  }

  @Test
  void secretsOfKeyVaultAreFilesThatPodsStartAnewWith() {
    ChartRendering chart = ChartRendering.of("azure");
    JsonNode provider = chart.resource("SecretProviderClass", "plant-bactrian-cloud");
    JsonNode container = chart.pod("cloud").at("/spec/containers/0");
    JsonNode objects =
        DeployFolder.document(provider.at("/spec/parameters/objects").asText()).path("array");
    List<String> files = new ArrayList<>();
    objects.forEach(
        object ->
            files.add(
                "/secrets/" + DeployFolder.document(object.asText()).path("objectAlias").asText()));

    assertThat(objects.get(0).asText()).contains("objectName: ", "objectType: secret");
    assertThat(
            ChartRendering.stream(container.path("env"))
                .filter(entry -> entry.path("name").asText().endsWith("_FILE"))
                .map(entry -> entry.path("value").asText()))
        .containsExactlyElementsOf(files);
    assertThat(chart.variable("cloud", "BACTRIAN_SERVICE_BUS_FILE").path("value").asText())
        .isEqualTo("/secrets/serviceBusConnectionString");
    assertThat(container.path("volumeMounts").findValuesAsText("mountPath")).contains("/secrets");
    assertThat(chart.variable("cloud", SecretFileWatch.VARIABLE).path("value").asText())
        .isEqualTo("120");
    assertThat(chart.names()).noneMatch(name -> name.startsWith("Secret "));
  }

  @Test
  void secretsOfYourOwnAreNamed() {
    ChartRendering chart = ChartRendering.of("edge");

    assertThat(chart.variable("edge", "EdgeHubConnectionString").at("/valueFrom/secretKeyRef/name"))
        .hasToString("\"line-1\"");
    assertThat(chart.names()).noneMatch(name -> name.startsWith("Secret"));
  }

  @Test
  void metricsAreScrapedFromTheManagementPort() {
    ChartRendering chart = ChartRendering.of("azure");
    for (String role : List.of("edge", "cloud")) {
      JsonNode monitor = chart.resource("ServiceMonitor", "plant-bactrian-" + role);
      JsonNode labels = chart.resource("Service", "plant-bactrian-" + role).at("/metadata/labels");

      assertThat(monitor.at("/spec/endpoints/0/port").asText()).isEqualTo("management");
      assertThat(monitor.at("/spec/endpoints/0/path").asText()).isEqualTo("/observe/metrics");
      assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
      monitor
          .at("/spec/selector/matchLabels")
          .properties()
          .forEach(label -> assertThat(labels.path(label.getKey())).isEqualTo(label.getValue()));
    }
  }

  @Test
  void theDashboardsAreThoseOfGrafana() throws Exception {
    ChartRendering chart = ChartRendering.of("azure");
    try (Stream<Path> files = Files.list(DeployFolder.resolve("grafana/dashboards"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        JsonNode map =
            chart.resource("ConfigMap", "plant-bactrian-dashboard-" + name.replace(".json", ""));

        assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
        assertThat(new ObjectMapper().readTree(map.path("data").path(name).asText()))
            .isEqualTo(new ObjectMapper().readTree(file.toFile()));
      }
    }
  }

  @Test
  void publishedNodesAndRoutesAreFilesOfThePod() throws Exception {
    JsonNode nodes = ChartRendering.of("plain").resource("ConfigMap", "plant-bactrian-edge-nodes");
    JsonNode routes = ChartRendering.of("edge").resource("ConfigMap", "plant-bactrian-edge-routes");

    assertThat(
            new ObjectMapper()
                .readTree(nodes.path("data").path("published_nodes.json").asText())
                .at("/0/EndpointUrl")
                .asText())
        .isEqualTo("opc.tcp://192.168.1.20:4840");
    assertThat(DeployFolder.document(routes.path("data").path("log.camel.yaml").asText()).isArray())
        .isTrue();
  }

  @Test
  void secretsThatARoleNeedsAreNamedInTheVault() {
    Map<String, Object> values =
        new HashMap<>(
            Map.of(
                "secrets.provider", "keyVault",
                "secrets.keyVault.name", "vault",
                "secrets.keyVault.tenantId", "tenant",
                "secrets.keyVault.clientId", "client",
                "secrets.keyVault.secretNames.iotHubConnectionString", "hub"));

    assertThatThrownBy(() -> ChartRendering.of("plain", values))
        .hasMessageContaining("secretNames.edgeConnectionString is required");
    values.put("edge.enabled", false);
    assertThatThrownBy(() -> ChartRendering.of("plain", values))
        .hasMessageContaining("secretNames.serviceBusConnectionString is required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "azure"})
  void authoritiesOfTheDatabaseAreFoundWhereItsCertificateIsVerified(String example) {
    String url =
        ChartRendering.of(example).variable("cloud", "BACTRIAN_DATABASE").path("value").asText();

    // Else the driver wants a file in the home folder, which the image does not have.
    assertThat(url)
        .matches(text -> !text.contains("verify-") || text.matches(".*&ssl(factory|rootcert)=.*"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "azure | cloud.oidc.keys | '' | cloud.oidc needs issuer, audience and keys",
        "plain | cloud.replicas | 3 | cloud.oidc.issuer is required with more than one replica",
        "plain | cloud.replicas | 0 | replicas",
        "plain | cloud.database.url | '' | cloud.database.url is required",
        "plain | cloud.database.url | jdbc:h2:file | url",
        "plain | secrets.plain.edgeConnectionString | '' | edgeConnectionString is required",
        "plain | secrets.provider | vault | provider",
        "plain | secrets.provider | keyVault | secrets.keyVault needs name, tenantId, clientId",
        "plain | edge.gds.prot | 4840 | prot",
        "plain | edge.httpApi.port | 70000 | port",
        "azure | edge.mqtt.enabled | true | edgeMqttConnectionString is required",
        "azure | cloud.ingress.tlsSecret | '' | cloud.ingress.tlsSecret is required",
        "azure | cloud.ingress.host | '' | host",
        "azure | cloud.autoscaling.minReplicas | 20 | must not be more than maxReplicas",
        "azure | image.edgeDigest | sha256:1 | edgeDigest",
        "edge | secrets.existing.edge | '' | secrets.existing.edge is required",
        "edge | edge.httpApi.clientCertificates | '' | edge.httpApi.clientCertificates is required",
        "azure | cloud.tls.certManager.issuer | '' | cloud.tls.certManager.issuer is required",
        "azure | cloud.database.backup.claim | '' | cloud.database.backup.claim is required",
        "azure | cloud.database.backup.restore | ../x | restore",
        "edge | edge.backup.command | backup | edge.backup.file and claim are required",
      })
  void aWrongValueIsNamed(String example, String name, String value, String message) {
    Object typed =
        value.matches("\\d+")
            ? Integer.valueOf(value)
            : value.equals("true") ? Boolean.TRUE : (Object) value;

    assertThatThrownBy(() -> ChartRendering.of(example, Map.of(name, typed)))
        .hasMessageContaining(message);
  }
}
