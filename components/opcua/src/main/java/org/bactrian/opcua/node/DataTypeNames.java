package org.bactrian.opcua.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bactrian.model.telemetry.BuiltInTypeNames;

/** Names of the data types of namespace 0, which stand for their node ids in texts. */
final class DataTypeNames {

  /** Abstract numbers, whose node ids follow those of the built-in types. */
  private static final List<String> NUMBERS =
      List.of("Number", "Integer", "UInteger", "Enumeration");

  private static final Map<Long, String> NAMES = new HashMap<>();
  private static final Map<String, Long> IDS = new HashMap<>();

  static {
    long id = 0;
    for (String name : BuiltInTypeNames.ALL) {
      put(++id, name);
    }
    for (String name : NUMBERS) {
      put(++id, name);
    }
    IDS.put("structure", 22L);
    IDS.put("basedatatype", 24L);
    try (InputStream in = DataTypeNames.class.getResourceAsStream("datatypes.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          int space = line.indexOf(' ');
          put(Long.parseLong(line.substring(0, space)), line.substring(space + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DataTypeNames() {}

  /** Name of the data type with this numeric identifier in namespace 0. */
  static Optional<String> nameOf(long id) {
    return Optional.ofNullable(NAMES.get(id));
  }

  /** Numeric identifier in namespace 0 of the data type with this name, in whatever case. */
  static Optional<Long> idOf(String name) {
    return Optional.ofNullable(IDS.get(name.toLowerCase(Locale.ROOT)));
  }

  private static void put(long id, String name) {
    NAMES.put(id, name);
    IDS.put(name.toLowerCase(Locale.ROOT), id);
  }
}
