package org.bactrian.bench.publish;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Requests that the benchmark writes to the standard input of a client, a line each. {@code count}
 * is answered with what has come since the last time, in a line that begins with {@value #ANSWER}.
 */
public final class TallyRequests {

  /** Request for what has come. */
  static final String COUNT = "count";

  /** Beginning of an answer; a client's libraries may write other lines. */
  static final String ANSWER = "@ ";

  private TallyRequests() {}

  /**
   * Answers until the input ends, which it does with the benchmark.
   *
   * @param tally that counts now
   */
  public static void serve(ValueTally tally) throws IOException {
    serve(() -> tally, other -> {});
  }

  /**
   * Answers until the input ends.
   *
   * @param tally that counts now
   * @param other takes requests of other words
   */
  static void serve(Supplier<ValueTally> tally, Consumer<String> other) throws IOException {
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      if (line.equals(COUNT)) {
        System.out.println(ANSWER + tally.get().take());
      } else {
        other.accept(line);
      }
    }
  }
}
