package org.bactrian.deploy.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.bactrian.deploy.DeployFolder;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The compose file, with its anchors and merges resolved, its variables not. */
public final class ComposeFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A variable with what stands for it where it is not set, or the error then. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?:(:?[-?])([^}]*))?}");

  private final String text;
  private final JsonNode content;

  private ComposeFile(String text) {
    this.text = text;
    this.content = JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
  }

  /** Reads the file. */
  public static ComposeFile read() throws IOException {
    return new ComposeFile(Files.readString(DeployFolder.resolve("compose/compose.yaml")));
  }

  /** The whole content. */
  JsonNode content() {
    return content;
  }

  /** A service. */
  public JsonNode service(String name) {
    return content.path("services").path(name);
  }

  /** Environment of a service, where each variable has its default or a value of {@code given}. */
  public Map<String, String> environment(String service, Map<String, String> given) {
    Map<String, String> environment = new LinkedHashMap<>();
    service(service)
        .path("environment")
        .properties()
        .forEach(
            entry -> {
              // Null passes the variable of the same name on.
              if (!entry.getValue().isNull()) {
                environment.put(entry.getKey(), resolve(entry.getValue().asText(), given));
              }
            });
    return environment;
  }

  /** The words of a service's health check. */
  public List<String> healthCheck(String service) {
    return StreamSupport.stream(service(service).at("/healthcheck/test").spliterator(), false)
        .map(JsonNode::asText)
        .skip(1)
        .toList();
  }

  /** The variables that must be set to something. */
  Set<String> required() {
    return variables(match -> ":?".equals(match.group(2)));
  }

  /** All variables. */
  Set<String> variables() {
    return variables(match -> true);
  }

  private Set<String> variables(Predicate<MatchResult> chosen) {
    return VARIABLE
        .matcher(text)
        .results()
        .filter(chosen)
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String resolve(String value, Map<String, String> given) {
    Matcher matcher = VARIABLE.matcher(value);
    return matcher.replaceAll(
        match -> {
          String set = given.getOrDefault(match.group(1), "");
          if (set.isEmpty() && ":?".equals(match.group(2))) {
            throw new IllegalArgumentException(match.group(1) + " " + match.group(3));
          }
          return Matcher.quoteReplacement(
              set.isEmpty() && match.group(3) != null ? match.group(3) : set);
        });
  }
}
