package org.bactrian.bench.publish;

import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.bactrian.bench.process.ChildProcess;

/**
 * Process of a client, and the process that counts the values where they arrive: the client itself,
 * or the hub that it sends to.
 *
 * @param process the client
 * @param counting the process that counts
 */
record RunningClient(ChildProcess process, ChildProcess counting) {

  private static final Pattern ANSWER =
      Pattern.compile(Pattern.quote(TallyRequests.ANSWER) + "(.*)");

  /** Longer than a client takes to subscribe, which may keep it from answering. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Returns what has arrived since the last call. */
  TallyWindow take() throws IOException, InterruptedException {
    counting.tell(TallyRequests.COUNT);
    return TallyWindow.parse(counting.await(ANSWER, PATIENCE).group(1));
  }
}
