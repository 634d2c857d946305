package org.bactrian.cloud.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.bactrian.model.fault.FaultKind;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseTest {

  @TempDir Path folder;

  private DatabaseSettings settings(DatabaseKind kind) {
    if (kind == DatabaseKind.H2) {
      return DatabaseSettings.in(folder);
    }
    var fresh = Postgres.fresh("database_test");
    assumeTrue(fresh.isPresent(), Postgres.reason());
    return fresh.get();
  }

  @ParameterizedTest
  @EnumSource
  void whatWasCommittedIsThereAfterARestartAndTheSchemaIsMadeOnce(DatabaseKind kind) {
    DatabaseSettings settings = settings(kind);
    try (Database database = Database.open(settings)) {
      database.transaction(handle -> insert(handle, "edge_module_discovery"));
    }

    try (Database database = Database.open(settings)) {
      assertThat(database.transaction(DatabaseTest::count)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void workThatFailsChangesNothing(DatabaseKind kind) {
    try (Database database = Database.open(settings(kind))) {
      assertThatThrownBy(
              () ->
                  database.transaction(
                      handle -> {
                        insert(handle, "a");
                        return handle.execute("delete from no_such_table");
                      }))
          .hasFieldOrPropertyWithValue("kind", FaultKind.EXTERNAL_DEPENDENCY)
          .hasMessageContaining("no_such_table");

      assertThat(database.transaction(DatabaseTest::count)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowThatIsThereIsNotInsertedAgain(DatabaseKind kind) {
    try (Database database = Database.open(settings(kind))) {
      database.transaction(handle -> insert(handle, "a"));

      int again = database.transaction(handle -> insert(handle, "a"));

      assertThat(again).isZero();
      assertThat(database.transaction(DatabaseTest::count)).isEqualTo(1);
    }
  }

  @Test
  void aDatabaseThatCannotBeUsedIsNamedWithTheMendAndWithoutThePassword() {
    DatabaseSettings nowhere =
        new DatabaseSettings(
            "jdbc:postgresql://127.0.0.1:1/none?connectTimeout=1", "u", "secret", 1);

    assertThatThrownBy(() -> Database.open(nowhere))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("u at jdbc:postgresql://127.0.0.1:1/none")
        .hasMessageContaining("Check that it runs")
        .hasMessageNotContaining("secret");
  }

  @Test
  void otherDatabasesAreRefused() {
    assertThatThrownBy(() -> DatabaseSettings.at("jdbc:oracle:thin:@db", "u", "secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jdbc:postgresql");
  }

  @Test
  void aPasswordIsNotShown() {
    DatabaseSettings settings =
        DatabaseSettings.at("jdbc:postgresql://db/x?password=secret", "u", "secret");

    assertThat(settings.toString()).doesNotContain("secret").contains("jdbc:postgresql://db/x");
  }

  private static int insert(Handle handle, String discoverer) {
    return handle.execute(
        "insert into discovery_run (discoverer_id, run_at, register_only, state, changed_at)"
            + " values (?, 1, false, 'collecting', 1) on conflict do nothing",
        discoverer);
  }

  private static int count(Handle handle) {
    return handle.createQuery("select count(*) from discovery_run").mapTo(Integer.class).one();
  }
}
