package org.bactrian.deploy.iotedge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.bactrian.deploy.DerivedText;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.localazure.PlatformEntities;
import org.bactrian.localazure.hub.query.RouteCondition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules of IoT Edge for deployment manifests: schema 1.1 of the edge agent and the edge hub, and
 * the limits of twins ("Understand and use module twins in IoT Hub").
 */
class DeploymentManifestTest {

  private static final int LARGEST_TWIN = 32 * 1_024;
  private static final int LARGEST_VALUE = 4_096;
  private static final Pattern TWIN_NAME = Pattern.compile("[^.$ #\\p{Cntrl}]{1,512}");
  private static final Pattern MODULE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  private static final Pattern IMAGE =
      Pattern.compile("[a-z0-9][a-z0-9._/-]*(:[\\w][\\w.-]*)(@sha256:[0-9a-f]{64})?");
  private static final Pattern ROUTE =
      Pattern.compile("FROM /messages/modules/([^/]+)/\\* (?:WHERE (.+) )?INTO \\$upstream");
  private static final Pattern SECRET =
      Pattern.compile("(?i)SharedAccessKey|password|secret|BEGIN [A-Z ]*PRIVATE|[?&]sig=");

  @ParameterizedTest
  @ValueSource(strings = {"deployment.json", "base-deployment.json", "layered-deployment.json"})
  void containersAreCreatedAsTheirFilesSay(String file) throws Exception {
    DeploymentManifest manifest = read(file);
    DerivedText.require("iot-edge/" + file, manifest.withCreateOptions());

    for (String module : read(file).modules().keySet()) {
      Map<String, String> pieces = read(file).pieces(module);
      assertThat(pieces).isNotEmpty().hasSizeLessThanOrEqualTo(DeploymentManifest.MOST_PIECES);
      assertThat(pieces.values())
          .allMatch(piece -> piece.length() <= DeploymentManifest.LARGEST_PIECE);
      assertThat(read(file).createOptions(module).isObject()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployment.json", "base-deployment.json", "layered-deployment.json"})
  void modulesAreWhatTheEdgeAgentTakes(String file) throws Exception {
    DeploymentManifest manifest = read(file);

    manifest
        .modules()
        .forEach(
            (name, module) -> {
              assertThat(name).matches(MODULE_NAME);
              assertThat(module.path("type").asText()).isEqualTo("docker");
              assertThat(module.path("settings").path("image").asText()).matches(IMAGE);
              if (!name.equals("edgeAgent")) {
                assertThat(module.path("status").asText()).isIn("running", "stopped");
                assertThat(module.path("restartPolicy").asText())
                    .isIn("never", "on-failure", "on-unhealthy", "always");
                assertThat(module.path("startupOrder").isInt()).isTrue();
              }
              manifest.environment(name).keySet().forEach(key -> assertThat(key).matches("\\w+"));
            });
    if (!file.equals("layered-deployment.json")) {
      JsonNode agent = manifest.content("$edgeAgent").path("properties.desired");
      assertThat(agent.path("schemaVersion").asText()).isEqualTo("1.1");
      assertThat(agent.path("runtime").path("type").asText()).isEqualTo("docker");
      assertThat(manifest.modules())
          .containsKeys("edgeAgent", "edgeHub")
          .hasSize(file.equals("deployment.json") ? 3 : 2);
      assertThat(image(manifest, "edgeAgent"))
          .isEqualTo("mcr.microsoft.com/azureiotedge-agent:1.6");
      assertThat(image(manifest, "edgeHub")).isEqualTo("mcr.microsoft.com/azureiotedge-hub:1.6");
    } else {
      assertThat(manifest.content("$edgeAgent").has("properties.desired")).isFalse();
      assertThat(image(manifest, "bactrian")).isEqualTo(image(read("deployment.json"), "bactrian"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployment.json", "layered-deployment.json"})
  void everythingOfTheModuleGoesUpAndHeartbeatsAreNotKept(String file) throws Exception {
    DeploymentManifest manifest = read(file);
    assertThat(manifest.routes()).containsOnlyKeys("bactrianHeartbeats", "bactrianTelemetry");

    manifest
        .routes()
        .forEach(
            (name, route) -> {
              Matcher parts = ROUTE.matcher(route.path("route").asText());
              assertThat(parts.matches()).as("%s", route).isTrue();
              assertThat(manifest.modules()).containsKey(parts.group(1));
              if (parts.group(2) != null) {
                RouteCondition.parse(parts.group(2));
              }
              assertThat(route.path("priority").asInt()).isBetween(0, 9);
            });
    JsonNode heartbeats = manifest.routes().get("bactrianHeartbeats");
    JsonNode telemetry = manifest.routes().get("bactrianTelemetry");
    assertThat(heartbeats.path("route").asText())
        .contains("'" + PlatformEntities.HEARTBEAT_SCHEMA + "'");
    // A message is sent once, by the route of the smallest number that it matches.
    assertThat(heartbeats.path("priority").asInt()).isLessThan(telemetry.path("priority").asInt());
    assertThat(telemetry.path("route").asText()).doesNotContain("WHERE");
    assertThat(telemetry.path("timeToLiveSecs").asInt()).isGreaterThanOrEqualTo(7 * 24 * 3_600);
    if (file.equals("deployment.json")) {
      assertThat(
              manifest
                  .content("$edgeHub")
                  .path("properties.desired")
                  .path("storeAndForwardConfiguration")
                  .path("timeToLiveSecs")
                  .asInt())
          .isEqualTo(telemetry.path("timeToLiveSecs").asInt());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployment.json", "layered-deployment.json"})
  void eachVariableOfTheModuleIsAnOptionOfTheEdge(String file) throws Exception {
    DeploymentManifest manifest = read(file);
    Map<String, String> environment = manifest.environment("bactrian");
    assertThat(environment).containsKey("BACTRIAN_DATA");

    EdgeOptionsReader.Result all = EdgeOptionsReader.read(List.of(), environment);

    assertThat(all.warnings()).isEmpty();
    for (String variable : environment.keySet()) {
      Map<String, String> without = new HashMap<>(environment);
      without.remove(variable);
      assertThat(EdgeOptionsReader.read(List.of(), without).options())
          .as("without %s", variable)
          .isNotEqualTo(all.options());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployment.json", "layered-deployment.json"})
  void dataOutlivesContainersAndContainersMayDoLittle(String file) throws Exception {
    DeploymentManifest manifest = read(file);
    JsonNode host = manifest.createOptions("bactrian").path("HostConfig");
    String data = manifest.environment("bactrian").get("BACTRIAN_DATA");

    assertThat(texts(host.path("Binds"))).containsExactly("/var/lib/bactrian/edge:" + data);
    assertThat(host.path("ReadonlyRootfs").asBoolean()).isTrue();
    assertThat(texts(host.path("CapDrop"))).containsExactly("ALL");
    assertThat(texts(host.path("SecurityOpt"))).containsExactly("no-new-privileges");
    assertThat(host.has("Privileged")).isFalse();
    if (file.equals("deployment.json")) {
      assertThat(texts(manifest.createOptions("edgeHub").path("HostConfig").path("Binds")))
          .containsExactly(
              "/var/lib/bactrian/edgehub:" + manifest.environment("edgeHub").get("storageFolder"));
    }
  }

  @Test
  void baseAndLayeredDeploymentTogetherAreTheDeploymentOfOneGateway() throws Exception {
    DeploymentManifest base = read("base-deployment.json");
    DeploymentManifest layered = read("layered-deployment.json");
    DeploymentManifest whole = read("deployment.json");

    for (String module : List.of("edgeAgent", "edgeHub")) {
      assertThat(base.modules().get(module)).isEqualTo(whole.modules().get(module));
    }
    assertThat(base.routes()).isEmpty();
    assertThat(layered.routes()).isEqualTo(whole.routes());
    assertThat(base.content("$edgeHub").at("/properties.desired/storeAndForwardConfiguration"))
        .isEqualTo(whole.content("$edgeHub").at("/properties.desired/storeAndForwardConfiguration"))
        .isNotEmpty();
  }

  @Test
  void credentialsOfTheRegistryArePlaceholders() throws Exception {
    assertThat(credentials(read("base-deployment.json").json()).toString())
        .isEqualTo(
            "{\"bactrian\":{\"address\":\"REGISTRY\",\"username\":\"USER\",\"password\":\"PASSWORD\"}}");
  }

  private static ObjectNode credentials(JsonNode manifest) {
    return (ObjectNode)
        manifest
            .path("modulesContent")
            .path("$edgeAgent")
            .at("/properties.desired/runtime/settings/registryCredentials");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployment.json", "base-deployment.json", "layered-deployment.json"})
  void twinsStayWithinTheLimitsOfIotHubAndHoldNoSecrets(String file) throws Exception {
    JsonNode manifest = read(file).json();
    if (file.equals("base-deployment.json")) {
      credentials(manifest).removeAll();
    }
    JsonNode modules = manifest.path("modulesContent");

    assertThat(modules.toString()).doesNotContainPattern(SECRET);
    for (Map.Entry<String, JsonNode> module : modules.properties()) {
      assertThat(module.getValue().toString().length()).isLessThan(LARGEST_TWIN);
      for (Map.Entry<String, JsonNode> part : module.getValue().properties()) {
        assertThat(part.getKey()).matches("properties\\.desired(\\.[A-Za-z0-9_-]+)*");
        requireTwin(part.getValue(), 1);
      }
    }
  }

  private static void requireTwin(JsonNode value, int depth) {
    assertThat(depth).isLessThanOrEqualTo(10);
    assertThat(value.isArray() || value.isNull()).as("%s", value).isFalse();
    if (value.isTextual()) {
      assertThat(value.asText().length()).isLessThanOrEqualTo(LARGEST_VALUE);
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      assertThat(member.getKey()).matches(TWIN_NAME);
      requireTwin(member.getValue(), depth + 1);
    }
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static String image(DeploymentManifest manifest, String module) {
    return manifest.modules().get(module).path("settings").path("image").asText();
  }

  private static DeploymentManifest read(String file) throws Exception {
    return DeploymentManifest.read("iot-edge/" + file);
  }
}
