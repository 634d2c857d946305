package org.bactrian.model.registry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.function.Function;
import org.bactrian.model.time.TimeSpanText;
import org.jspecify.annotations.Nullable;

/**
 * Times and durations as texts of the contract: {@code 2026-01-02T03:04:05.6789Z} with up to seven
 * digits, durations as {@link TimeSpanText} has them.
 */
public final class TimeTexts {

  private static final DateTimeFormatter WRITTEN =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 7, true)
          .appendLiteral('Z')
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  /** The longest TimeSpan of .NET, in which clients and version 2.8 hold durations. */
  private static final Duration LONGEST = Duration.ofSeconds(922_337_203_685L, 477_580_700);

  private TimeTexts() {}

  /** Writes a time. Digits below 100 ns are cut off. */
  public static String of(Instant time) {
    return WRITTEN.format(time);
  }

  /**
   * Reads a time; without an offset it is UTC.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Instant instant(String text) {
    try {
      return text.matches(".*(Z|z|[+-]\\d\\d:?\\d\\d)")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no time. Write it as 2026-01-02T03:04:05Z.", e);
    }
  }

  /**
   * Reads a duration, also in ISO 8601 such as {@code PT5S}. A number alone is none: it might be
   * days or milliseconds.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Duration duration(String text) {
    if (!text.isEmpty() && text.chars().allMatch(Character::isDigit)) {
      throw noDuration(text, null);
    }
    Duration duration = TimeSpanText.parse(text).orElseGet(() -> isoDuration(text));
    if (duration.abs().compareTo(LONGEST) > 0) {
      throw noDuration(text, null);
    }
    return duration;
  }

  private static Duration isoDuration(String text) {
    try {
      return Duration.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw noDuration(text, e);
    }
  }

  private static IllegalArgumentException noDuration(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "\"" + text + "\" is no duration. Write it as hh:mm:ss or d.hh:mm:ss.", cause);
  }

  /** Module that teaches a mapper these texts. */
  public static SimpleModule module() {
    SimpleModule module = new SimpleModule("TimeTexts");
    module.addSerializer(new TextWriter<>(Instant.class, TimeTexts::of));
    module.addSerializer(new TextWriter<>(Duration.class, TimeSpanText::format));
    module.addDeserializer(Instant.class, new TextReader<>(Instant.class, TimeTexts::instant));
    module.addDeserializer(Duration.class, new TextReader<>(Duration.class, TimeTexts::duration));
    return module;
  }

  private static final class TextWriter<T> extends StdScalarSerializer<T> {

    private final Function<T, String> format;

    TextWriter(Class<T> type, Function<T, String> format) {
      super(type);
      this.format = format;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(format.apply(value));
    }
  }

  private static final class TextReader<T> extends StdScalarDeserializer<T> {

    private final Class<T> type;
    private final Function<String, T> parser;

    TextReader(Class<T> type, Function<String, T> parser) {
      super(type);
      this.type = type;
      this.parser = parser;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      String text = in.getText();
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException e) {
        return type.cast(context.handleWeirdStringValue(type, text, "%s", e.getMessage()));
      }
    }
  }
}
