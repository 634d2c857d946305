package org.bactrian.cloud.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Line of the table in VAULT.md.
 *
 * @param id operation id
 * @param request method and path
 * @param roles roles that let a caller in; none when everyone may
 * @param test test that carries the operation out, class and method
 */
record TabledOperation(String id, String request, Set<String> roles, String test) {

  TabledOperation {
    roles = Set.copyOf(roles);
  }

  /** All lines. */
  static List<TabledOperation> all() {
    try {
      return Files.readAllLines(Path.of("VAULT.md")).stream()
          .filter(line -> line.startsWith("| `"))
          .map(TabledOperation::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A test as the table names it. */
  static String name(Method test) {
    return test.getDeclaringClass().getSimpleName() + "." + test.getName();
  }

  private static TabledOperation of(String line) {
    String[] cells = line.substring(2, line.length() - 2).replace("`", "").split(" \\| ");
    Set<String> roles = cells[2].equals("everyone") ? Set.of() : Set.of(cells[2].split(", "));
    return new TabledOperation(cells[0], cells[1], roles, cells[3]);
  }
}
