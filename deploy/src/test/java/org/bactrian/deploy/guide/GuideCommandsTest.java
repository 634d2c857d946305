package org.bactrian.deploy.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bactrian.deploy.DeployFolder;
import org.bactrian.deploy.compose.ComposeFile;
import org.bactrian.deploy.script.StubbedCommands;
import org.bactrian.deploy.script.StubbedCommands.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Commands of the guides to a deployment, carried out by bash in a copy of the tree with stand-ins
 * of what needs Azure, a cluster or an engine. What the stand-ins are called with is held to what
 * there is: files, values of the chart, services, modules, options of our scripts.
 */
class GuideCommandsTest {

  private static final Pattern OPTION = Pattern.compile("(?<=\\s)--[a-z][a-z-]+");

  /** Files of the reader that a guide names and does not make. */
  private static final List<String> OF_THE_READER =
      List.of("published_nodes.json", "secret.properties", "bactrian-monday.zip");

  @TempDir private static Path folder;

  private static Path tree;
  private static StubbedCommands commands;

  static Stream<DeploymentGuide> guides() throws IOException {
    return DeploymentGuide.all();
  }

  @BeforeAll
  static void prepare() throws Exception {
    tree = Files.createDirectory(folder.resolve("tree"));
    Path deploy = Files.createDirectory(tree.resolve("deploy"));
    for (String part : List.of("azure", "camel-k", "compose", "iot-edge", "kubernetes")) {
      copy(DeployFolder.resolve(part), deploy.resolve(part));
    }
    for (String file : OF_THE_READER) {
      Files.createFile(tree.resolve(file));
    }
    commands =
        new StubbedCommands(folder)
            .with("TOP", tree.toString())
            .stub("sudo", "\"$@\"")
            .stub("install", "mkdir -p \"${@: -1}\"");
    for (String other :
        List.of("az", "curl", "docker", "helm", "kubectl", "kubelogin", "mvn", "nano", "pg_dump")) {
      commands.stub(other);
    }
    commands.stub("pg_restore");
    Path log = folder.resolve("calls.log");
    for (String own :
        List.of("bactrian", "mvnw", "deploy/deploy.sh", "deploy/iot-edge/setup-gateway.sh")) {
      Path script = tree.resolve(own);
      Files.writeString(
          script, "#!/usr/bin/env bash\nprintf '%%s\\n' \"%s $*\" >> '%s'\n".formatted(own, log));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("guides")
  void commandsAreSoundAndNameWhatThereIs(DeploymentGuide guide) throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("guide.sh"),
            "#!/usr/bin/env bash\nset -euo pipefail\n" + guide.script());
    lint(script);
    commands.forgetCalls();

    Outcome outcome = commands.run(script);

    assertThat(outcome.exitCode()).as("%s", outcome.output()).isZero();
    for (String call : commands.calls()) {
      check(call);
    }
  }

  private static void lint(Path script) throws Exception {
    assertThat(run("bash", "-n", script.toString())).isEmpty();
    boolean installed =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "shellcheck")));
    if (installed) {
      assertThat(run("shellcheck", "--severity=warning", script.toString())).isEmpty();
    }
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private static void check(String call) throws Exception {
    List<String> words = List.of(call.split(" +"));
    switch (words.get(0)) {
      case "helm" -> checkHelm(words);
      case "kubectl" -> checkKubectl(call, words);
      case "docker" -> checkCompose(call, words);
      case "mvn", "mvnw" -> checkMaven(words);
      case "deploy/deploy.sh", "deploy/iot-edge/setup-gateway.sh" ->
          checkScript(call, words.get(0));
      default -> {}
    }
  }

  /** Renders the chart with the values that the command gives. */
  private static void checkHelm(List<String> words) {
    assertThat(words.subList(0, 4))
        .isSubsetOf("helm", "upgrade", "--install", "plant", "deploy/kubernetes/bactrian");
    TemplateCommand template =
        new Helm(DeployFolder.resolve("kubernetes/bactrian"))
            .template()
            .withKubeVersion("v1.33.0")
            .withName("plant")
            .withNamespace("factory");
    Path values = tree.resolve("deploy/kubernetes/examples/azure.yaml");
    for (int at = 3; at < words.size(); at++) {
      switch (words.get(at)) {
        case "-f", "--values" -> values = tree.resolve(words.get(++at));
        case "--set" -> {
          String[] value = words.get(++at).split("=", 2);
          template.set(value[0], value[1]);
        }
        case "--namespace" -> assertThat(words.get(++at)).isEqualTo("factory");
        case "--create-namespace", "--reuse-values", "--install" -> {}
        default -> assertThat(words.get(at)).isIn("plant", "deploy/kubernetes/bactrian");
      }
    }
    assertThat(DeployFolder.documents(template.withValuesFile(values).call())).isNotEmpty();
  }

  private static void checkKubectl(String call, List<String> words) throws IOException {
    Set<String> names = new TreeSet<>();
    Set<String> components = new TreeSet<>();
    for (JsonNode resource :
        release(call.contains("--namespace bactrian") ? "bactrian" : "plant")) {
      names.add(
          resource.path("kind").asText().toLowerCase(Locale.ROOT)
              + "/"
              + resource.at("/metadata/name").asText());
      components.add(resource.at("/metadata/labels").path("app.kubernetes.io/component").asText());
    }
    for (int at = 1; at < words.size(); at++) {
      String word = words.get(at);
      if (word.equals("-f")) {
        assertThat(tree.resolve(words.get(++at))).as(call).exists();
      } else if (word.matches("--from-(env-)?file=.*")) {
        assertThat(tree.resolve(word.replaceFirst(".*=", ""))).as(call).exists();
      } else if (word.startsWith("app.kubernetes.io/component=")) {
        assertThat(components).as(call).contains(word.replaceFirst(".*=", ""));
      } else if (word.matches("(deployment|statefulset|service|cronjob)/.*")) {
        assertThat(names).as(call).contains(word);
      }
    }
  }

  /** Resources of a release of the guides, with those that backups make. */
  private static List<JsonNode> release(String name) {
    TemplateCommand template =
        new Helm(DeployFolder.resolve("kubernetes/bactrian"))
            .template()
            .withKubeVersion("v1.33.0")
            .withName(name)
            .withNamespace("factory")
            .withValuesFile(DeployFolder.resolve("kubernetes/examples/azure.yaml"))
            .set("edge.backup.command", "backup")
            .set("edge.backup.file", "monday.zip")
            .set("edge.backup.claim", "backups");
    return DeployFolder.documents(template.call());
  }

  private static void checkCompose(String call, List<String> words) throws IOException {
    if (!words.get(1).equals("compose")) {
      return;
    }
    ComposeFile compose = ComposeFile.read();
    boolean named = words.stream().anyMatch(word -> !compose.service(word).isMissingNode());
    Set<String> ofOne = Set.of("stop", "start", "run", "exec");
    assertThat(Set.of("up", "ps", "down", "cp", "stop", "start", "run", "exec"))
        .contains(words.get(2));
    assertThat(named || !ofOne.contains(words.get(2))).as(call).isTrue();
    if (words.get(2).equals("cp")) {
      assertThat(compose.service(words.get(3).split(":")[0]).isMissingNode()).as(call).isFalse();
    }
  }

  private static void checkMaven(List<String> words) throws IOException {
    String poms =
        Files.readString(DeployFolder.ROOT.resolve("pom.xml"))
            + Files.readString(DeployFolder.resolve("images/pom.xml"));
    for (int at = 1; at < words.size(); at++) {
      String word = words.get(at);
      if (word.equals("-pl")) {
        for (String module : words.get(++at).split(",")) {
          assertThat(DeployFolder.ROOT.resolve(module).resolve("pom.xml")).exists();
        }
      } else if (word.startsWith("-P")) {
        assertThat(poms).contains("<id>" + word.substring(2) + "</id>");
      } else if (word.startsWith("-Dimage.")) {
        assertThat(poms).contains("${" + word.substring(2).split("=")[0] + "}");
      } else if (word.startsWith("-Dtest=")) {
        assertThat(testClasses()).contains(word.substring("-Dtest=".length()) + ".java");
      } else if (word.startsWith("-D")) {
        assertThat(word)
            .matches("-D(skipTests|bactrian\\.rewrite=true|surefire\\.failIfNo.*|jib\\..*)");
      }
    }
  }

  private static List<String> testClasses() throws IOException {
    try (Stream<Path> files = Files.walk(DeployFolder.resolve("src/test/java"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void checkScript(String call, String script) throws IOException {
    String text = Files.readString(DeployFolder.ROOT.resolve(script));
    String usage = text.substring(text.indexOf("Usage:"), text.indexOf("\nUSAGE\n"));
    Matcher option = OPTION.matcher(call);
    while (option.find()) {
      assertThat(usage).as(call).contains(option.group());
    }
  }

  @ParameterizedTest
  @MethodSource("guides")
  void valuesAndFilesInTheTextAreThere(DeploymentGuide guide) throws Exception {
    JsonNode values =
        DeployFolder.document(
            Files.readString(DeployFolder.resolve("kubernetes/bactrian/values.yaml")));
    List<String> unknown = new ArrayList<>();
    for (String span : guide.spans()) {
      String path = span.split("[=: ]")[0];
      if (path.matches("(edge|cloud|secrets|networkPolicy|serviceMonitor|image)(\\.[A-Za-z]+)+")
          && !path.endsWith(".yaml")) {
        String key = path.replaceFirst("\\.options\\..*", ".options");
        if (values.at("/" + key.replace('.', '/')).isMissingNode()) {
          unknown.add(span);
        }
      } else if (path.matches("(deploy|docs|config|routes|kamelets)/[\\w./-]+")
          && !path.contains("/target/")
          && !Files.exists(DeployFolder.ROOT.resolve(path))) {
        unknown.add(span);
      }
    }

    assertThat(unknown).as("values and files that %s names", guide).isEmpty();
  }
}
