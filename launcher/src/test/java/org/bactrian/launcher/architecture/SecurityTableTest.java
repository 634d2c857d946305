package org.bactrian.launcher.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Versions in the table of dependencies of docs/security.md. */
class SecurityTableTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| ([a-z0-9-]+) \\| (\\d[\\w.]*) \\|", Pattern.MULTILINE);

  @Test
  void theVersionsOfTheTableAreThoseThatAreUsed() throws IOException {
    String table =
        Files.readString(Path.of(System.getProperty("bactrian.root"), "docs/security.md"));
    Map<String, String> written = new LinkedHashMap<>();
    Map<String, String> used = new LinkedHashMap<>();
    for (MatchResult row : ROW.matcher(table).results().toList()) {
      written.put(row.group(1), row.group(2));
      used.put(row.group(1), version(row.group(1)).orElse("not used"));
    }

    assertThat(used).hasSizeGreaterThan(10).isEqualTo(written);
  }

  private static Optional<String> version(String artifact) {
    Pattern jar = Pattern.compile(Pattern.quote("/" + artifact) + "-(\\d[^/]*)\\.jar");
    return Pattern.compile(Pattern.quote(System.getProperty("path.separator")))
        .splitAsStream(System.getProperty("java.class.path").replace('\\', '/'))
        .map(jar::matcher)
        .flatMap(found -> found.results())
        .map(found -> found.group(1))
        .findFirst();
  }
}
