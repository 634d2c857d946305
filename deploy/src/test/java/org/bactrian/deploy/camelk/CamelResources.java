package org.bactrian.deploy.camelk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bactrian.deploy.DeployFolder;

/**
 * Resources of Camel K that are derived from {@code routes/} and {@code kamelets/}.
 *
 * <p>Integrations run an image of ours with route files of a ConfigMap, so that Camel K builds
 * nothing: a role with all of its files, and each file that makes sense alone with the image of the
 * edge. Those of the latter that need our jars only are there once more for Camel K to build.
 */
final class CamelResources {

  /** Runtime of Camel K whose Camel is ours: Camel Quarkus 3.31.0 is Camel 4.17.0. */
  static final String RUNTIME_VERSION = "3.31.0";

  /** Group that may write to claims, which belong to root otherwise: that of our images. */
  static final int DATA_GROUP = 65532;

  /** Version of Camel K whose resource definitions the tests have. */
  static final String CAMEL_K_VERSION = "2.4.0";

  private static final String HEAD =
      """
      # Derived from %s by CamelResourcesTest; edit those and let it write this file:
      # mvn verify -pl deploy -am -Dbactrian.rewrite=true -Dtest=CamelResourcesTest -Dsurefire.failIfNoSpecifiedTests=false
      """;

  private static final Path ROUTES = DeployFolder.ROOT.resolve("routes");
  private static final Path KAMELETS = DeployFolder.ROOT.resolve("kamelets");
  private static final String PUBLISHER = "opcua-publisher";
  private static final String SINK = "-telemetry-sink";

  private static final Pattern MEMBER =
      Pattern.compile("\\$\\{(body|bodyAs\\([^)]*\\)|variable\\.\\w+)\\.");

  /** Transports of the publisher whose kamelets have other names. */
  private static final Map<String, String> TRANSPORTS =
      Map.of("file", "FileSystem", "iothub", "IoTHub", "log", "Log", "mqtt5", "Mqtt");

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .build());

  private final String camelVersion;
  private final String version;

  /**
   * @param camelVersion version of Camel that edge and cloud are built with
   * @param version version of edge and cloud
   */
  CamelResources(String camelVersion, String version) {
    this.camelVersion = camelVersion;
    this.version = version;
  }

  /** All files, by their paths below {@code deploy/camel-k}. */
  Map<String, String> files() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("kamelets.yaml", kamelets());
    files.put("edge.yaml", edge());
    files.put("cloud.yaml", cloud());
    List<Path> parts = new ArrayList<>();
    List<Path> alone = new ArrayList<>();
    alone.add(ROUTES.resolve("edge/publisher.camel.yaml"));
    for (Path sample : yamlFiles(ROUTES.resolve("samples"))) {
      (isCalledByOthers(sample) ? parts : alone).add(sample);
    }
    for (Path file : alone) {
      files.put("integrations/%s.yaml".formatted(name(file)), ofEdgeImage(file));
      files.put("built/%s.yaml".formatted(name(file)), built(file));
    }
    files.put("samples.yaml", text("routes/samples/", List.of(routes("bactrian-samples", parts))));
    for (Path kamelet : yamlFiles(KAMELETS)) {
      Optional<String> pipe = pipe(name(kamelet));
      if (pipe.isPresent()) {
        files.put("pipes/%s.yaml".formatted(name(kamelet).replaceFirst("-sink$", "")), pipe.get());
      }
    }
    return files;
  }

  /** Returns whether routes of other files, in the same process, begin those of this one. */
  private static boolean isCalledByOthers(Path file) throws IOException {
    for (JsonNode item : read(file)) {
      if (item.has("route")
          && !item.path("route").path("from").path("uri").asText().startsWith("direct:")) {
        return false;
      }
    }
    return true;
  }

  private String kamelets() throws IOException {
    List<JsonNode> kamelets = new ArrayList<>();
    for (Path file : yamlFiles(KAMELETS)) {
      kamelets.add(read(file));
    }
    return text("kamelets/", kamelets);
  }

  private String edge() throws IOException {
    ObjectNode integration = role("bactrian-edge", "edge", 9876, 1);
    ObjectNode traits = (ObjectNode) integration.path("spec").path("traits");
    // One instance has the data folder at a time.
    traits.putObject("deployment").put("strategy", "Recreate");
    ((ObjectNode) traits.path("mount")).putArray("volumes").add("bactrian-edge-data:/data");
    mayWriteToClaims((ObjectNode) integration.path("spec"));
    return text(
        "routes/edge/",
        List.of(
            routes("bactrian-edge", yamlFiles(ROUTES.resolve("edge"))),
            claim("bactrian-edge-data"),
            integration));
  }

  /** The cloud keeps what it knows in its database, so it has no data folder of its own. */
  private String cloud() throws IOException {
    ObjectNode integration = role("bactrian-cloud", "cloud", 9877, 3);
    ObjectNode traits = (ObjectNode) integration.path("spec").path("traits");
    ((ObjectNode) traits.path("mount")).putArray("emptyDirs").add("data:/data");
    ObjectNode service = resource("v1", "Service", "bactrian-cloud");
    ObjectNode spec = service.putObject("spec");
    spec.putObject("selector").put("camel.apache.org/integration", "bactrian-cloud");
    spec.putArray("ports").addObject().put("name", "http").put("port", 80).put("targetPort", 9080);
    return text(
        "routes/cloud/",
        List.of(
            routes("bactrian-cloud", yamlFiles(ROUTES.resolve("cloud"))), integration, service));
  }

  /** An integration of the image of a role with route files of a ConfigMap. */
  private ObjectNode role(String name, String role, int managementPort, int replicas) {
    ObjectNode integration = integration(name);
    ObjectNode spec = ((ObjectNode) integration.path("spec")).put("replicas", replicas);
    ObjectNode traits = spec.putObject("traits");
    traits
        .putObject("container")
        .put("image", "bactrian-%s:%s".formatted(role, version))
        .put("name", role)
        .put("port", managementPort)
        .put("portName", "management")
        .put("runAsNonRoot", true)
        .put("limitMemory", "1Gi")
        .put("limitCPU", "1");
    traits.putObject("environment").putArray("vars").add("BACTRIAN_ROUTES=/etc/bactrian/routes");
    traits
        .putObject("health")
        .put("enabled", true)
        .put("livenessProbeEnabled", true)
        .put("livenessProbe", "/observe/health/live")
        .put("readinessProbeEnabled", true)
        .put("readinessProbe", "/observe/health/ready");
    traits
        .putObject("mount")
        .putArray("resources")
        .add("configmap:%s-routes@/etc/bactrian/routes".formatted(name));
    // Environment variables of traits cannot come from secrets.
    spec.putObject("template")
        .putObject("spec")
        .putArray("containers")
        .addObject()
        .put("name", role)
        .putArray("envFrom")
        .addObject()
        .putObject("secretRef")
        .put("name", "bactrian-" + role);
    return integration;
  }

  private ObjectNode routes(String name, List<Path> files) throws IOException {
    ObjectNode routes = resource("v1", "ConfigMap", name + "-routes");
    ObjectNode data = routes.putObject("data");
    for (Path file : files) {
      data.put(file.getFileName().toString(), Files.readString(file));
    }
    return routes;
  }

  private ObjectNode claim(String name) {
    ObjectNode claim = resource("v1", "PersistentVolumeClaim", name);
    ObjectNode storage = claim.putObject("spec");
    storage.putArray("accessModes").add("ReadWriteOnce");
    storage.putObject("resources").putObject("requests").put("storage", "10Gi");
    return claim;
  }

  /** A route file as an integration of the edge's image. */
  private String ofEdgeImage(Path file) throws IOException {
    boolean publishes = new ComponentDependencies(read(file)).schemes().contains(PUBLISHER);
    String name = name(file);
    ObjectNode integration = role(name, "edge", 9876, 1);
    ObjectNode spec = (ObjectNode) integration.path("spec");
    ObjectNode traits = (ObjectNode) spec.path("traits");
    ArrayNode variables = (ArrayNode) traits.at("/environment/vars");
    ObjectNode mount = (ObjectNode) traits.path("mount");
    traits.putObject("deployment").put("strategy", "Recreate");
    // Its routes of the publisher replace those of the image.
    ObjectNode routes = resource("v1", "ConfigMap", name + "-routes");
    routes
        .putObject("data")
        .put(publishes ? "publisher.camel.yaml" : name + ".camel.yaml", Files.readString(file));
    List<ObjectNode> resources = new ArrayList<>(List.of(routes, integration));
    if (publishes) {
      variables.add("PublishedNodesFile=/etc/bactrian/nodes/published_nodes.json");
      ((ArrayNode) mount.path("resources"))
          .add("configmap:bactrian-published-nodes@/etc/bactrian/nodes");
      mount.putArray("volumes").add("bactrian-publisher-data:/data");
      mayWriteToClaims(spec);
      resources.add(1, claim("bactrian-publisher-data"));
    } else {
      // It sends nothing to IoT Hub, so it needs none.
      variables.add("DefaultTransport=Null");
      mount.putArray("emptyDirs").add("data:/data");
      spec.remove("template");
    }
    return text(DeployFolder.ROOT.relativize(file).toString(), resources);
  }

  /** A route file as an integration that Camel K builds. */
  private String built(Path file) throws IOException {
    JsonNode flows = read(file);
    ComponentDependencies dependencies = new ComponentDependencies(flows);
    ObjectNode integration = integration(name(file));
    ObjectNode spec = (ObjectNode) integration.path("spec");
    spec.set("flows", flows);
    ArrayNode listed = spec.putArray("dependencies");
    dependencies.dependencies().forEach(listed::add);
    // Simple asks the bean language for members of what it is given.
    if (MEMBER.matcher(flows.toString()).find()) {
      listed.insert(0, "camel:bean");
    }
    ObjectNode traits = traits(spec);
    List<ObjectNode> resources = new ArrayList<>(List.of(integration));
    if (dependencies.schemes().contains(PUBLISHER)) {
      publisher(spec, "IoTHub");
      resources.add(claim("bactrian-publisher-data"));
    }
    List<String> sinks = dynamicKamelets(flows.toString());
    if (!sinks.isEmpty()) {
      traits.putObject("kamelets").put("list", String.join(",", sinks));
    }
    return text(DeployFolder.ROOT.relativize(file).toString(), resources);
  }

  /** A pipe to a sink: from the publisher to a transport, or from a node to another. */
  private Optional<String> pipe(String sink) throws IOException {
    ObjectNode pipe = resource("camel.apache.org/v1", "Pipe", "");
    ObjectNode spec = pipe.putObject("spec");
    if (sink.endsWith(SINK) && !sink.startsWith("null-")) {
      String transport = sink.substring(0, sink.length() - SINK.length());
      named(pipe, "publisher-to-" + transport);
      spec.putObject("source").put("uri", "opcua-publisher:groups");
      ObjectNode integration = spec.putObject("integration");
      ArrayNode listed = integration.putArray("dependencies");
      new ComponentDependencies(spec.path("source")).dependencies().forEach(listed::add);
      traits(integration);
      publisher(integration, TRANSPORTS.getOrDefault(transport, transport));
    } else if (sink.endsWith("-node-sink")) {
      String source = sink.replaceFirst("sink$", "source");
      named(pipe, source.replaceFirst("-source$", "") + "-to-node");
      spec.set("source", kamelet(source));
      traits(spec.putObject("integration"));
    } else {
      return Optional.empty();
    }
    spec.set("sink", kamelet(sink));
    return Optional.of(text("kamelets/%s.kamelet.yaml".formatted(sink), List.of(pipe)));
  }

  /** Reference to a kamelet, with the examples of what it requires. */
  private static ObjectNode kamelet(String name) throws IOException {
    JsonNode definition =
        read(KAMELETS.resolve(name + ".kamelet.yaml")).path("spec").path("definition");
    ObjectNode kamelet = YAML.createObjectNode();
    kamelet
        .putObject("ref")
        .put("kind", "Kamelet")
        .put("apiVersion", "camel.apache.org/v1")
        .put("name", name);
    ObjectNode properties = YAML.createObjectNode();
    for (JsonNode required : definition.path("required")) {
      JsonNode property = definition.path("properties").path(required.asText());
      if (!property.has("default")) {
        properties.set(required.asText(), property.path("example"));
      }
    }
    if (!properties.isEmpty()) {
      kamelet.set("properties", properties);
    }
    return kamelet;
  }

  /** Options of the publisher, with the published nodes file and secrets mounted. */
  private static void publisher(ObjectNode spec, String transport) {
    ObjectNode traits = (ObjectNode) spec.path("traits");
    ((ObjectNode) traits.path("camel"))
        .putArray("properties")
        .add(
            "camel.component.opcua-publisher.options=--pf=/etc/bactrian/published_nodes.json"
                + " --data=/data -t="
                + transport);
    ObjectNode mount = traits.putObject("mount");
    mount.putArray("configs").add("secret:bactrian-publisher");
    mount.putArray("resources").add("configmap:bactrian-published-nodes@/etc/bactrian");
    mount.putArray("volumes").add("bactrian-publisher-data:/data");
    mayWriteToClaims(spec);
  }

  private static void mayWriteToClaims(ObjectNode spec) {
    ObjectNode pod = spec.withObjectProperty("template").withObjectProperty("spec");
    if (!pod.has("containers")) {
      // A template must name one; this is the container of integrations that Camel K builds.
      pod.putArray("containers").addObject().put("name", "integration");
    }
    pod.putObject("securityContext").put("fsGroup", DATA_GROUP);
  }

  /** Kamelets whose name a message completes, which Camel K cannot see. */
  private static List<String> dynamicKamelets(String flows) throws IOException {
    if (!flows.contains("kamelet:${")) {
      return List.of();
    }
    return yamlFiles(KAMELETS).stream()
        .map(CamelResources::name)
        .filter(name -> name.endsWith(SINK))
        .toList();
  }

  private static ObjectNode traits(ObjectNode spec) {
    ObjectNode traits = spec.putObject("traits");
    traits.putObject("camel").put("runtimeVersion", RUNTIME_VERSION);
    return traits;
  }

  private ObjectNode integration(String name) {
    ObjectNode integration = resource("camel.apache.org/v1", "Integration", name);
    integration.putObject("spec");
    return integration;
  }

  private ObjectNode resource(String apiVersion, String kind, String name) {
    ObjectNode resource = YAML.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
    ObjectNode metadata = resource.putObject("metadata").put("name", name);
    metadata.putObject("labels").put("app.kubernetes.io/part-of", "bactrian");
    if (apiVersion.startsWith("camel.")) {
      metadata
          .putObject("annotations")
          .put("bactrian.org/camel-version", camelVersion)
          .put("bactrian.org/camel-k-version", CAMEL_K_VERSION);
    }
    return resource;
  }

  private static void named(ObjectNode resource, String name) {
    ((ObjectNode) resource.path("metadata")).put("name", name);
  }

  private static String text(String source, List<? extends JsonNode> resources) throws IOException {
    StringBuilder text = new StringBuilder(HEAD.formatted(source));
    for (JsonNode resource : resources) {
      text.append(YAML.writeValueAsString(resource));
    }
    return text.toString();
  }

  private static JsonNode read(Path file) throws IOException {
    return YAML.readTree(Files.readString(file));
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\..*", "");
  }

  private static List<Path> yamlFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
