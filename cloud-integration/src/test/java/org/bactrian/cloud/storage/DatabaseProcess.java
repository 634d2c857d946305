package org.bactrian.cloud.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.patience.JvmProcess;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/**
 * A process of its own that uses the database of a folder, asked line by line. One that has closed
 * its database is used again for the next, since a JVM takes seconds to start.
 */
public final class DatabaseProcess implements AutoCloseable {

  private static final String OPEN = "open ";
  private static final String CLOSE = "close";
  private static final String COUNT = "?";
  private static final Deque<DatabaseProcess> IDLE = new ArrayDeque<>();

  private final Process process;
  private final BufferedReader answers;
  private final PrintWriter questions;

  private DatabaseProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
  }

  /** Begins to open the database of a folder in a process that has none. */
  static DatabaseProcess on(Path folder) throws IOException {
    DatabaseProcess free = IDLE.isEmpty() ? start() : IDLE.pop();
    free.questions.println(OPEN + folder);
    return free;
  }

  private static DatabaseProcess start() throws IOException {
    return new DatabaseProcess(
        JvmProcess.of(DatabaseProcess.class)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** Ends the processes that have no database. */
  static void endIdle() {
    IDLE.forEach(DatabaseProcess::end);
    IDLE.clear();
  }

  /** Waits until its database is open. */
  DatabaseProcess awaitOpen() throws IOException {
    String line = answers.readLine();
    if (!OPEN.equals(line)) {
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
    questions.println(COUNT);
    return Integer.parseInt(answers.readLine());
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Ends it in order. */
  void end() {
    questions.close();
    process.onExit().join();
  }

  /** Closes its database, unless it has ended. */
  @Override
  public void close() throws IOException {
    if (process.isAlive()) {
      questions.println(CLOSE);
      String answer = answers.readLine();
      if (!CLOSE.equals(answer)) {
        throw new IOException("It did not close its database: " + answer);
      }
      IDLE.push(this);
    }
  }

  /** The process. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err); // where the log goes
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Path folder = Path.of(line.substring(OPEN.length()));
      try (Database database = Database.open(DatabaseSettings.in(folder))) {
        answers.println(OPEN);
        answer(in, answers, database);
      }
      answers.println(CLOSE);
    }
  }

  private static void answer(BufferedReader in, PrintStream answers, Database database)
      throws IOException {
    for (String line = in.readLine(); line != null && !line.equals(CLOSE); line = in.readLine()) {
      String asked = line;
      answers.println(
          asked.equals(COUNT) ? Integer.toString(count(database)) : add(database, asked));
    }
  }

  /** Adds a row, as often as it takes, and returns it when it is committed. */
  static String add(Database database, String row) {
    return persistently(database, handle -> insert(handle, row));
  }

  /** Number of rows. */
  static int count(Database database) {
    return persistently(database, DatabaseProcess::rows);
  }

  /** As a route does it: again, when the one who served the database is gone. */
  private static <T> T persistently(Database database, HandleCallback<T, RuntimeException> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return database.transaction(work);
      } catch (OperationException e) {
        e.throwUnless(FaultKind.EXTERNAL_DEPENDENCY);
        if (attempt == 20) {
          throw e;
        }
      }
    }
  }

  private static String insert(Handle handle, String row) {
    handle.execute(
        "insert into discovery_run (discoverer_id, run_at, register_only, state, changed_at)"
            + " values (?, 1, false, 'collecting', 1) on conflict do nothing",
        row);
    return row;
  }

  private static int rows(Handle handle) {
    return handle.createQuery("select count(*) from discovery_run").mapTo(Integer.class).one();
  }
}
