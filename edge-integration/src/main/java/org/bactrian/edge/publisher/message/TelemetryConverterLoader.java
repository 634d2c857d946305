package org.bactrian.edge.publisher.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.TypeConversionException;
import org.apache.camel.TypeConverterLoaderException;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;
import org.apache.camel.support.SimpleTypeConverter.ConversionMethod;
import org.bactrian.model.telemetry.TelemetryMessage;

/**
 * Type converters between the body of a telemetry exchange and {@link TelemetryMessage}, so that
 * routes can change messages and any sink can send them. Camel finds it by {@code
 * META-INF/services/org/apache/camel/TypeConverterLoader}.
 */
public final class TelemetryConverterLoader implements TypeConverterLoader {

  @Override
  public void load(TypeConverterRegistry registry) throws TypeConverterLoaderException {
    read(registry, byte[].class, (type, exchange, body) -> TelemetryMessage.read((byte[]) body));
    read(
        registry,
        InputStream.class,
        (type, exchange, body) -> TelemetryMessage.read(bytesOf((InputStream) body)));
    read(
        registry,
        String.class,
        (type, exchange, body) ->
            TelemetryMessage.read(((String) body).getBytes(StandardCharsets.UTF_8)));
    write(registry, byte[].class, (type, exchange, message) -> bytesOf(message));
    write(
        registry,
        InputStream.class,
        (type, exchange, message) -> new ByteArrayInputStream(bytesOf(message)));
    write(
        registry,
        String.class,
        (type, exchange, message) -> new String(bytesOf(message), StandardCharsets.UTF_8));
  }

  private static void read(TypeConverterRegistry registry, Class<?> from, ConversionMethod method) {
    registry.addTypeConverter(TelemetryMessage.class, from, new SimpleTypeConverter(false, method));
  }

  private static void write(TypeConverterRegistry registry, Class<?> to, ConversionMethod method) {
    registry.addTypeConverter(to, TelemetryMessage.class, new SimpleTypeConverter(false, method));
  }

  private static byte[] bytesOf(Object message) {
    return ((TelemetryMessage) message).toBytes();
  }

  private static byte[] bytesOf(InputStream body) {
    try {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new TypeConversionException(body, TelemetryMessage.class, e);
    }
  }
}
