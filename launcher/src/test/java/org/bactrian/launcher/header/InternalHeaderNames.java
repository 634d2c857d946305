package org.bactrian.launcher.header;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.azure.servicebus.ServiceBusConstants;
import org.apache.camel.component.file.FileConstants;
import org.apache.camel.component.milo.MiloConstants;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.support.scan.DefaultPackageScanClassResolver;
import org.bactrian.web.header.InternalHeaders;

/** The names of all internal headers, as the constants of all modules and of Camel have them. */
final class InternalHeaderNames {

  private static final List<Class<?>> OF_CAMEL =
      List.of(
          Exchange.class,
          FileConstants.class,
          MiloConstants.class,
          PlatformHttpConstants.class,
          ServiceBusConstants.class);

  private static final List<String> ALL = find();

  private InternalHeaderNames() {}

  /** Each name once, as its constant spells it. */
  static List<String> all() {
    return ALL;
  }

  private static List<String> find() {
    return Stream.concat(ours(), OF_CAMEL.stream())
        .flatMap(type -> Stream.of(type.getFields()))
        .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
        .map(InternalHeaderNames::value)
        .filter(InternalHeaders::isInternal)
        .distinct()
        .toList();
  }

  /** Each name in the spellings that a caller may try. */
  static List<String> inAnyCase() {
    return all().stream()
        .flatMap(
            name -> Stream.of(name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT)))
        .toList();
  }

  /** A constant of any public class of ours may name a header; so a new one is found by itself. */
  private static Stream<Class<?>> ours() {
    return new DefaultPackageScanClassResolver()
            .findByFilter(
                type -> Modifier.isPublic(type.getModifiers()),
                Stream.of("model", "opcua", "iothub", "web", "edge", "cloud")
                    .map("org.bactrian."::concat)
                    .toArray(String[]::new))
            .stream();
  }

  private static String value(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
