package org.bactrian.deploy.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.PlatformEntities;
import org.bactrian.localazure.hub.routing.HubRoute;
import org.bactrian.localazure.hub.routing.RouteSource;
import org.bactrian.localazure.servicebus.entity.BusEntities;
import org.bactrian.localazure.servicebus.entity.QueueSettings;
import org.bactrian.localazure.servicebus.entity.TopicSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The Bicep files: their grammar, what they refer to, and that they make what edge and cloud need
 * by the names that the code has. They are not compiled, as there is no compiler in Maven or npm.
 */
class BicepTest {

  /** What principals may do; none of these roles manages resources or gives rights. */
  private static final Map<String, String> ROLES =
      Map.of(
          "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39", "Azure Service Bus Data Sender",
          "4fc6c259-987e-4a07-842e-c321cc9d413f", "IoT Hub Data Contributor",
          "14b46e9e-c2b7-41b4-b07b-48a6ebf60603", "Key Vault Crypto Officer",
          "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "Key Vault Secrets Officer",
          "4633458b-17de-408a-b874-0445c86b69e6", "Key Vault Secrets User",
          "7f951dda-4ed3-4680-a7ca-43fe172d538d", "AcrPull",
          "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b", "AKS RBAC Cluster Admin",
          "4d97b98b-1d4f-4787-a291-c67834d212e7", "Network Contributor, of one subnet");

  private static final Set<String> FUNCTIONS =
      Set.of(
          "allowed",
          "concat",
          "description",
          "empty",
          "guid",
          "listKeys",
          "maxLength",
          "maxValue",
          "minLength",
          "minValue",
          "resourceGroup",
          "secure",
          "subscriptionResourceId",
          "take",
          "tenant",
          "uniqueString");

  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern OUTPUT = Pattern.compile("(\\w+)\\.outputs\\.(\\w+)");
  private static final Pattern API_VERSION = Pattern.compile("20\\d\\d-\\d\\d-\\d\\d(-preview)?");

  private static Map<String, JsonNode> files;

  @BeforeAll
  static void parse() throws Exception {
    assumeTrue(BicepFiles.canBeParsed(), "Node.js or npm is missing");
    files = BicepFiles.parse();
  }

  @Test
  void theyFollowTheGrammar() {
    assertThat(files).hasSizeGreaterThan(10).containsKey("main.bicep");
    files.forEach((path, file) -> assertThat(file.path("errors")).as(path).isEmpty());
  }

  @Test
  void allNamesAreDeclaredAndAllParametersUsed() {
    files.forEach(
        (path, file) -> {
          Set<String> declared = new HashSet<>(texts(file.path("loopVariables")));
          Set<String> values = new TreeSet<>(names(file.path("parameters")));
          file.path("variables").fieldNames().forEachRemaining(values::add);
          declared.addAll(values);
          file.path("modules").forEach(module -> declared.add(module.path("symbol").asText()));
          resources(file).forEach(resource -> declared.add(resource.path("symbol").asText()));
          Set<String> used = new TreeSet<>(texts(file.path("references")));

          assertThat(values).as("%s: each is used", path).isSubsetOf(used);
          used.removeAll(declared);
          assertThat(used).as("%s: functions", path).isSubsetOf(FUNCTIONS);
        });
  }

  @Test
  void parametersAreDescribedAndSecretsAreSecure() {
    files.forEach(
        (path, file) -> {
          for (JsonNode parameter : file.path("parameters")) {
            String decorators = parameter.path("decorators").toString();
            String name = parameter.path("name").asText();
            assertThat(decorators).as("%s: %s", path, name).contains("@description(");
            if (name.toLowerCase(Locale.ROOT).contains("password")) {
              assertThat(decorators).as("%s: %s", path, name).contains("@secure()");
              assertThat(parameter.has("default")).isFalse();
            }
          }
        });
  }

  @Test
  void modulesGetWhatTheyAskForAndGiveWhatIsUsed() {
    JsonNode main = files.get("main.bicep");
    Map<String, JsonNode> modules = new HashMap<>();
    Set<String> called = new TreeSet<>();
    for (JsonNode module : main.path("modules")) {
      JsonNode file = files.get(module.path("path").asText());
      assertThat(file).as("%s", module.path("path")).isNotNull();
      called.add(module.path("path").asText());
      modules.put(module.path("symbol").asText(), file);
      Set<String> given = new TreeSet<>();
      module.path("body").path("params").fieldNames().forEachRemaining(given::add);
      Set<String> required = new TreeSet<>();
      for (JsonNode parameter : file.path("parameters")) {
        if (!parameter.has("default")) {
          required.add(parameter.path("name").asText());
        }
      }
      assertThat(given).as("%s", module.path("symbol")).containsAll(required);
      assertThat(names(file.path("parameters"))).containsAll(given);
    }
    Set<String> all = new TreeSet<>(files.keySet());
    all.remove("main.bicep");
    assertThat(called).isEqualTo(all);
    Matcher uses = OUTPUT.matcher(main.toString());
    while (uses.find()) {
      assertThat(names(modules.get(uses.group(1)).path("outputs"))).contains(uses.group(2));
    }
  }

  @Test
  void noOutputAndNoTextHoldsASecret() {
    files.forEach(
        (path, file) -> {
          Set<String> secrets = new HashSet<>();
          for (JsonNode parameter : file.path("parameters")) {
            if (parameter.path("decorators").toString().contains("@secure()")) {
              secrets.add(parameter.path("name").asText());
            }
          }
          String outputs = file.path("outputs").toString();
          assertThat(outputs).doesNotContainIgnoringCase("listKeys").doesNotContain("SharedAccess");
          secrets.forEach(secret -> assertThat(outputs).doesNotContain(secret));
          if (!path.equals("modules/secrets.bicep")) {
            assertThat(file.toString()).as(path).doesNotContain("listKeys", "SharedAccessKey=");
          }
        });
  }

  @Test
  void eachTypeHasOneApiVersion() {
    Map<String, Set<String>> versions = new TreeMap<>();
    for (JsonNode resource : allResources()) {
      String type = resource.path("type").asText();
      if (type.contains("/")) {
        String root = String.join("/", List.of(type.split("/")).subList(0, 2));
        String version = resource.path("apiVersion").asText();
        assertThat(version).as(type).matches(API_VERSION);
        versions.computeIfAbsent(root, key -> new TreeSet<>()).add(version);
      }
    }
    assertThat(versions.values()).isNotEmpty().allMatch(found -> found.size() == 1);
  }

  @Test
  void rolesAreNarrowAndHaveAScope() {
    Set<String> used = new TreeSet<>();
    files.forEach(
        (path, file) ->
            file.path("variables")
                .forEach(
                    variable -> {
                      Matcher guid = GUID.matcher(variable.toString());
                      if (guid.find()) {
                        used.add(guid.group());
                      }
                    }));
    assertThat(used).isEqualTo(new TreeSet<>(ROLES.keySet()));
    int assignments = 0;
    for (JsonNode resource : allResources()) {
      if (resource.path("type").asText().endsWith("/roleAssignments")) {
        assignments++;
        assertThat(body(resource).has("scope")).as("%s", resource.path("symbol")).isTrue();
      }
    }
    assertThat(assignments).isEqualTo(9);
  }

  @Test
  void queuesAndTopicsAreThoseOfTheCode() {
    JsonNode file = files.get("modules/service-bus.bicep");
    JsonNode variables = file.path("variables");
    BusEntities entities = settings().entities();
    Set<String> queues = new TreeSet<>(texts(variables.path("routedQueues")));
    queues.addAll(texts(variables.path("failureQueues")));
    Map<String, String> lifetimes = new TreeMap<>();
    Set<String> known = new TreeSet<>();
    for (QueueSettings queue : entities.queues()) {
      known.add(queue.name());
      queue.timeToLive().ifPresent(time -> lifetimes.put(queue.name(), time.toString()));
      assertThat(queue.deadLetterExpired()).isFalse();
      assertThat(properties(file, "queues").path("lockDuration").asText())
          .isEqualTo(queue.lockDuration().toString());
      assertThat(properties(file, "queues").path("maxDeliveryCount").asInt())
          .isEqualTo(queue.maxDeliveryCount());
    }

    assertThat(queues).isEqualTo(known);
    assertThat(texts(variables.path("topics")))
        .containsExactlyInAnyOrderElementsOf(
            entities.topics().stream().map(TopicSettings::name).toList());
    assertThat(lifetimes)
        .containsEntry(PlatformEntities.TWIN_EVENTS, "PT24H")
        .containsEntry(PlatformEntities.WORKERS, "PT1M")
        .hasSize(2);
    assertThat(variables.path("timesToLive").path(PlatformEntities.TWIN_EVENTS).asText())
        .isEqualTo("P1D");
    assertThat(variables.path("timesToLive").path(PlatformEntities.WORKERS).asText())
        .isEqualTo("PT1M");
    assertThat(properties(file, "queues").path("deadLetteringOnMessageExpiration").asBoolean(true))
        .isFalse();
  }

  @Test
  void routesAreThoseOfTheLocalHub() {
    JsonNode hub = files.get("modules/iot-hub.bicep");
    JsonNode routing = properties(hub, "hub").path("routing");
    List<HubRoute> routes = new ArrayList<>();
    for (JsonNode route : routing.path("routes")) {
      assertThat(route.path("isEnabled").asBoolean()).isTrue();
      assertThat(route.path("endpointNames")).hasSize(1);
      routes.add(
          new HubRoute(
              route.path("name").asText(),
              source(route.path("source").asText()),
              route.path("condition").asText(),
              route.path("endpointNames").path(0).asText()));
    }

    assertThat(routes).isEqualTo(settings().routing().routes());
    assertThat(routing.path("fallbackRoute").path("isEnabled").asBoolean())
        .isEqualTo(settings().routing().fallback());
    Set<String> endpoints = new LinkedHashSet<>(texts(hub.path("variables").path("routedQueues")));
    Set<String> wanted = new LinkedHashSet<>();
    routes.forEach(route -> wanted.add(route.endpoint()));
    wanted.remove(HubRoute.BUILT_IN);
    assertThat(endpoints).containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(texts(files.get("modules/service-bus.bicep").path("variables").path("routedQueues")))
        .containsExactlyElementsOf(endpoints);
    assertThat(texts(hub.path("variables").path("consumerGroups")))
        .containsExactly("telemetry", "telemetryux");
  }

  @Test
  void theCloudsPolicyCannotActAsADevice() {
    JsonNode policies =
        properties(files.get("modules/iot-hub.bicep"), "hub").path("authorizationPolicies");

    assertThat(policies).hasSize(1);
    assertThat(policies.path(0).path("rights").asText())
        .isEqualTo("RegistryRead, RegistryWrite, ServiceConnect");
  }

  private static RouteSource source(String name) {
    return Arrays.stream(RouteSource.values())
        .filter(source -> source.toString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static LocalAzureSettings settings() {
    return LocalAzureSettings.in(Path.of("unused"));
  }

  private static List<JsonNode> allResources() {
    List<JsonNode> all = new ArrayList<>();
    files.values().forEach(file -> all.addAll(resources(file)));
    return all;
  }

  private static List<JsonNode> resources(JsonNode file) {
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode resource : file.path("resources")) {
      all.add(resource);
      resource.path("nested").forEach(all::add);
    }
    return all;
  }

  private static JsonNode properties(JsonNode file, String symbol) {
    Optional<JsonNode> found =
        resources(file).stream()
            .filter(resource -> resource.path("symbol").asText().equals(symbol))
            .findFirst();
    assertThat(found).as(symbol).isPresent();
    return body(found.get()).path("properties");
  }

  /** The body of a resource, or of each one of a loop. */
  private static JsonNode body(JsonNode resource) {
    JsonNode body = resource.path("body");
    return body.has("each") ? body.path("body") : body;
  }

  private static Set<String> names(JsonNode declarations) {
    Set<String> names = new TreeSet<>();
    declarations.forEach(declaration -> names.add(declaration.path("name").asText()));
    return names;
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
