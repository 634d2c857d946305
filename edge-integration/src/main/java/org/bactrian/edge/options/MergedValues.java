package org.bactrian.edge.options;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Function;
import org.bactrian.edge.options.CatalogOption.State;
import org.bactrian.edge.options.CatalogOption.Unit;

/**
 * Values of every source. The command line overrides the environment, the environment the
 * properties file.
 */
final class MergedValues {

  private final Map<String, OptionValue> commandLine;
  private final Map<String, String> environment;
  private final Properties properties;

  MergedValues(
      Map<String, OptionValue> commandLine,
      Map<String, String> environment,
      Properties properties) {
    this.commandLine = commandLine;
    this.environment = environment;
    this.properties = properties;
  }

  /** Keys outside the command line that are recognised and not acted on yet. */
  TreeSet<String> later() {
    TreeSet<String> keys = new TreeSet<>();
    for (CatalogOption option : OptionCatalog.instance().options()) {
      if (option.state() == State.LATER && outside(option.key(), option.unit()).isPresent()) {
        keys.add(option.key());
      }
    }
    return keys;
  }

  Optional<OptionValue> find(String key) {
    OptionValue typed = commandLine.get(key);
    return typed != null ? Optional.of(typed) : outside(key, unit(key));
  }

  boolean isSet(String key) {
    return find(key).isPresent();
  }

  String text(String key, String otherwise) {
    return find(key).map(OptionValue::text).orElse(otherwise);
  }

  boolean bool(String key) {
    return find(key).map(OptionValue::asBoolean).orElse(false);
  }

  int number(String key, int least, int most, int otherwise) {
    return find(key).map(value -> value.asInt(least, most)).orElse(otherwise);
  }

  Duration duration(String key, Duration otherwise) {
    return find(key).map(OptionValue::asDuration).orElse(otherwise);
  }

  Path path(String key, Path otherwise) {
    return find(key).map(value -> Path.of(value.text())).orElse(otherwise);
  }

  <T> T oneOf(String key, T[] choices, Function<T, String> name, T otherwise) {
    return find(key).map(value -> value.asOneOf(choices, name)).orElse(otherwise);
  }

  private Optional<OptionValue> outside(String key, Unit unit) {
    for (String name : OptionCatalog.environmentNames(key)) {
      String value = environment.get(name);
      if (value != null && !value.isEmpty()) {
        return Optional.of(new OptionValue("Environment variable " + name, value, unit));
      }
    }
    String value = properties.getProperty(key);
    return value == null
        ? Optional.empty()
        : Optional.of(new OptionValue("Property " + key, value, unit));
  }

  private static Unit unit(String key) {
    return OptionCatalog.instance().options().stream()
        .filter(option -> option.key().equals(key))
        .map(CatalogOption::unit)
        .findFirst()
        .orElse(Unit.NONE);
  }
}
