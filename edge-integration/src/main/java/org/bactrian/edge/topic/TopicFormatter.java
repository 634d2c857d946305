package org.bactrian.edge.topic;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Formats topic templates such as {@code {RootTopic}/messages/{WriterGroup}} as OPC Publisher does:
 * names of variables are in any case; the value of one may be a template with variables of its own;
 * a variable has its value once in a topic and is its bare name from then on, as one is that is not
 * known.
 */
public final class TopicFormatter {

  /** Template of what topics begin with, unless the user names another one. */
  public static final String ROOT = "{PublisherId}";

  private static final String UNKNOWN_PUBLISHER = "<<UnknownPublisher>>";
  private static final String UNKNOWN_SITE = "<<UnknownSite>>";

  /** Most bytes of a topic (MQTT 5, 1.5.4). */
  public static final int LONGEST = 65_535;

  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  private final @Nullable TopicFormatter others;
  private final String name;
  private final String text;
  private final boolean isTemplate;

  /** A formatter without variables. */
  public TopicFormatter() {
    this(null, "", "", false);
  }

  /**
   * @param others what is known besides
   */
  private TopicFormatter(
      @Nullable TopicFormatter others, String name, String text, boolean isTemplate) {
    this.others = others;
    this.name = name.toLowerCase(Locale.ROOT);
    this.text = text;
    this.isTemplate = isTemplate;
  }

  /**
   * A formatter with what all topics may name.
   *
   * @param root template of {@code {RootTopic}}
   * @param publisherId value of {@code {PublisherId}}, empty for an unknown one
   * @param siteId value of {@code {SiteId}}, empty for an unknown one
   */
  public static TopicFormatter of(String root, String publisherId, String siteId) {
    return new TopicFormatter()
        .withTemplate("RootTopic", root)
        .withValue("PublisherId", publisherId.isEmpty() ? UNKNOWN_PUBLISHER : publisherId)
        .withValue("SiteId", siteId.isEmpty() ? UNKNOWN_SITE : siteId);
  }

  /** Returns a formatter that knows one more template, by its name. */
  public TopicFormatter withTemplate(String name, String template) {
    return new TopicFormatter(this, name, template, true);
  }

  /** Returns a formatter that knows one more value, by its name, which is put in as it is. */
  public TopicFormatter withValue(String name, String value) {
    return new TopicFormatter(this, name, value, false);
  }

  /** Returns the topic of the template of that name. */
  public String format(String name) {
    Map<String, String> templates = new HashMap<>();
    Map<String, String> values = new HashMap<>();
    for (TopicFormatter one = this; one.others != null; one = one.others) {
      (one.isTemplate ? templates : values).putIfAbsent(one.name, one.text);
    }
    return fill("{" + name + "}", templates, values);
  }

  private static String fill(
      String template, Map<String, String> templates, Map<String, String> values) {
    return VARIABLE
        .matcher(template)
        .replaceAll(
            variable -> Matcher.quoteReplacement(filled(variable.group(1), templates, values)));
  }

  private static String filled(
      String variable, Map<String, String> templates, Map<String, String> values) {
    String name = variable.toLowerCase(Locale.ROOT);
    String nested = templates.remove(name);
    if (nested != null) {
      return fill(nested, templates, values);
    }
    String value = values.remove(name);
    return value == null ? variable : value;
  }

  /** Returns what keeps a text from being a topic or a template of one, as a predicate of it. */
  public static Optional<String> fault(String text) {
    if (text.indexOf('#') >= 0 || text.indexOf('+') >= 0) {
      return Optional.of("has a # or a +, which only patterns of topics have");
    } else if (text.indexOf('\0') >= 0) {
      return Optional.of("has the character NUL");
    }
    OptionalInt bad = EncodableText.firstBad(text);
    if (bad.isPresent()) {
      return Optional.of(
          "has the character U+%04X, which no topic can have".formatted(bad.getAsInt()));
    }
    return bytes(text) > LONGEST
        ? Optional.of("is longer than " + LONGEST + " bytes")
        : Optional.empty();
  }

  /** Returns the length of a topic as packets have it. */
  public static int bytes(String topic) {
    return topic.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Escapes the characters of a value that would make another topic, or a pattern. */
  public static String escaped(String value) {
    return value
        .replace("\\", "\\x5c")
        .replace("/", "\\x2f")
        .replace("+", "\\x2b")
        .replace("#", "\\x23");
  }
}
