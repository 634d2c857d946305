package org.bactrian.cloud.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.bactrian.model.fault.ExternalDependencyException;

/** A process of its own that uses the database of a folder, asked line by line. */
public final class DatabaseProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter questions;

  private DatabaseProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /** Starts one. */
  static DatabaseProcess on(Path folder) throws IOException {
    return new DatabaseProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DatabaseProcess.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Waits until its database is open. */
  DatabaseProcess awaitOpen() throws IOException {
    String line = answers.readLine();
    if (!"open".equals(line)) {
      throw new IOException("It is not open: " + line);
    }
    return this;
  }

  /** Adds a row, as often as it takes, and returns when it is committed. */
  void add(String row) throws IOException {
    questions.println(row);
    String answer = answers.readLine();
    if (!row.equals(answer)) {
      throw new IOException("It did not add the row: " + answer);
    }
  }

  /** Number of rows. */
  int count() throws IOException {
    questions.println("?");
    return Integer.parseInt(answers.readLine());
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    questions.close();
    process.onExit().join();
  }

  /** The process. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err); // where the log goes
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Database database = Database.open(DatabaseSettings.in(Path.of(arguments[0])))) {
      answers.println("open");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String asked = line;
        answers.println(
            asked.equals("?")
                ? Integer.toString(persistently(database, DatabaseProcess::rows))
                : persistently(database, connection -> insert(connection, asked)));
      }
    }
  }

  /** As a route does it: again, when the one who served the database is gone. */
  private static <T> T persistently(Database database, Database.Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return database.transaction(work);
      } catch (ExternalDependencyException e) {
        if (attempt == 20) {
          throw e;
        }
      }
    }
  }

  private static String insert(Connection connection, String row) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into discovery_run"
                + " (discoverer_id, run_at, register_only, state, changed_at)"
                + " values (?, 1, false, 'collecting', 1) on conflict do nothing")) {
      insert.setString(1, row);
      insert.executeUpdate();
      return row;
    }
  }

  private static int rows(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("select count(*) from discovery_run");
        ResultSet rows = select.executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
