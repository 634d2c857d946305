package org.bactrian.cloud.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Migrations only add, since replicas of the release before run while they are done, and keep none
 * of them from writing.
 */
class MigrationRuleTest {

  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
  private static final List<Pattern> ALLOWED =
      Stream.of(
              "create (unique )?index .*",
              "drop index \\$\\{concurrently} if exists .*",
              "create (table|sequence) .*",
              "insert into .*",
              "alter table \\w+ add column (?!.*not null)(?!.*unique).*",
              "alter table \\w+ add column .* default .*not null")
          .map(Pattern::compile)
          .toList();

  @Test
  void everyMigrationLeavesWhatOlderReplicasUse() throws IOException {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".sql")).toList()) {
        assertThat(statements(Files.readString(file)))
            .as("%s", file)
            .allMatch(MigrationRuleTest::isAddition);
      }
    }
  }

  @Test
  void anIndexOnATableThatIsThereIsMadeBesideWriters() throws IOException {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".sql")).toList()) {
        assertThat(lockingIndices(statements(Files.readString(file)))).as("%s", file).isEmpty();
      }
    }
  }

  /** Statements that make an index on a table of an earlier migration and lock it. */
  private static List<String> lockingIndices(List<String> statements) {
    return statements.stream()
        .filter(statement -> statement.matches("create (unique )?index (?!\\$\\{concurrently}).*"))
        .filter(
            index -> {
              String table = index.replaceAll(".* on (\\w+).*", "$1");
              return statements.stream().noneMatch(one -> one.startsWith("create table " + table));
            })
        .toList();
  }

  @Test
  void anIndexThatLocksATableOfAnEarlierMigrationIsFound() {
    String index = "create index a_b on a (b)";

    assertThat(lockingIndices(List.of(index))).containsExactly(index);
    assertThat(lockingIndices(List.of("create table a (b integer)", index))).isEmpty();
    assertThat(lockingIndices(List.of("create index ${concurrently} a_b on a (b)"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table a",
        "drop index a_b",
        "alter table a drop column b",
        "alter table a rename column b to c",
        "alter table a alter column b set not null",
        "alter table a add column b text not null",
        "delete from a"
      })
  void whatAnOlderReplicaCouldMissIsNoAddition(String statement) {
    assertThat(isAddition(statement)).isFalse();
  }

  private static boolean isAddition(String statement) {
    return ALLOWED.stream().anyMatch(form -> form.matcher(statement).matches());
  }

  private static List<String> statements(String sql) {
    return Arrays.stream(sql.replaceAll("--.*", "").split(";"))
        .map(statement -> statement.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT))
        .filter(statement -> !statement.isEmpty())
        .toList();
  }
}
