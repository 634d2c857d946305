package org.bactrian.edge.options;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.bactrian.edge.options.CatalogOption.Unit;

/**
 * Option values merged from all sources. The command line overrides the environment, the
 * environment the properties file. A value that cannot be read is recorded and replaced by its
 * default, so that all faults are reported at once. Not thread-safe.
 */
final class MergedValues {

  private final Map<String, OptionValue> commandLine;
  private final Map<String, String> environment;
  private final Properties properties;
  private final Map<String, EdgeOptionException> faults = new LinkedHashMap<>();

  MergedValues(
      Map<String, OptionValue> commandLine,
      Map<String, String> environment,
      Properties properties) {
    this.commandLine = commandLine;
    this.environment = environment;
    this.properties = properties;
  }

  /** Sentences about options outside the command line that have no effect here. */
  Set<String> explained() {
    TreeSet<String> sentences = new TreeSet<>();
    for (CatalogOption option : OptionCatalog.instance().options()) {
      if (option.state().isExplained()) {
        outside(option.key(), option.unit())
            .ifPresent(value -> sentences.add(option.explanation(value.where())));
      }
    }
    return sentences;
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

  /** Returns the template of a topic that an option names, which must be no pattern of topics. */
  String topic(String key, String otherwise) {
    return read(key, OptionValue::asTopic, otherwise);
  }

  boolean bool(String key) {
    return bool(key, false);
  }

  boolean bool(String key, boolean otherwise) {
    return read(key, OptionValue::asBoolean, otherwise);
  }

  int number(String key, int least, int most, int otherwise) {
    return read(key, value -> value.asInt(least, most), otherwise);
  }

  Duration duration(String key, Duration otherwise) {
    return read(key, OptionValue::asDuration, otherwise);
  }

  /** The same for a time that is more than zero. */
  Duration positive(String key, Duration otherwise) {
    return read(
        key,
        value -> {
          Duration duration = value.asDuration();
          if (duration.isZero()) {
            throw value.bad("must be more than zero");
          }
          return duration;
        },
        otherwise);
  }

  Path path(String key, Path otherwise) {
    return read(key, OptionValue::asPath, otherwise);
  }

  <T> T oneOf(String key, T[] choices, Function<T, String> name, T otherwise) {
    return read(key, value -> value.asOneOf(choices, name), otherwise);
  }

  /**
   * Returns the value that {@code reader} reads, or {@code otherwise} where there is none or a
   * wrong one.
   */
  <T> T read(String key, Function<OptionValue, T> reader, T otherwise) {
    try {
      return find(key).map(reader).orElse(otherwise);
    } catch (EdgeOptionException e) {
      fault(e);
      return otherwise;
    }
  }

  /** Notes a fault. */
  void fault(EdgeOptionException fault) {
    faults.putIfAbsent(fault.getMessage(), fault);
  }

  /**
   * Tells all faults that were noted.
   *
   * @throws EdgeOptionException with one fault a line and the exit code of the first, unless there
   *     is none
   */
  void requireNoFault() {
    if (!faults.isEmpty()) {
      throw new EdgeOptionException(
          faults.values().iterator().next().exitCode(), String.join("\n", faults.keySet()));
    }
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
