package org.bactrian.bench.publish;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.bactrian.bench.process.CpuTime;
import org.bactrian.bench.process.MemoryUse;
import org.bactrian.bench.process.ProcessGroup;

/**
 * Measurement of one client after the other.
 *
 * @param processes group that the client's process belongs to
 * @param warmUp time between the first value of the last item and the measurement
 * @param time of the measurement
 * @param progress takes a line for each step
 */
record ClientMeasurement(
    ProcessGroup processes, Duration warmUp, Duration time, PrintWriter progress) {

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(250);

  /**
   * Starts a client, measures it, and ends it.
   *
   * @throws PeerUnavailableException when it cannot be had on this machine
   * @throws Exception when it does not start or does not answer
   */
  ClientFigures of(MeasuredClient client) throws Exception {
    say("%s: starting", client.name());
    RunningClient running = client.start();
    long begin = System.nanoTime(); // packages may have been downloaded before
    try {
      TallyWindow before = awaitItems(running, client.items().items(), begin);
      double startSeconds = secondsSince(begin);
      say(
          "%s: %d of %d items after %.1f s, measuring in %d s for %d s",
          client.name(),
          before.items(),
          client.items().items(),
          startSeconds,
          warmUp.toSeconds(),
          time.toSeconds());
      Thread.sleep(warmUp.toMillis());
      return measure(client, running, before.and(running.take()), startSeconds);
    } finally {
      processes.end(running.process());
    }
  }

  private ClientFigures measure(
      MeasuredClient client, RunningClient running, TallyWindow before, double startSeconds)
      throws Exception {
    CpuTime cpu = CpuTime.of(running.process().handle());
    long begin = System.nanoTime();
    Thread.sleep(time.toMillis());
    TallyWindow window = running.take();
    double seconds = secondsSince(begin);
    return ClientFiguresBuilder.builder()
        .items(client.items())
        .seconds(seconds)
        .window(window)
        .lost(
            window.lostOf(
                client.items().items(), (long) (seconds * 1000 / client.items().sampling())))
        .lostBefore(before.lost())
        .cpuNanos(cpu.spent())
        .compilingPercent(cpu.compilingPercent())
        .memory(MemoryUse.of(running.process().handle()))
        .startSeconds(startSeconds)
        .build();
  }

  private static TallyWindow awaitItems(RunningClient running, int items, long begin)
      throws Exception {
    TallyWindow before = running.take();
    while (before.items() < items && secondsSince(begin) < START.toSeconds()) {
      Thread.sleep(POLL.toMillis());
      before = before.and(running.take());
    }
    return before;
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private void say(String format, Object... arguments) {
    progress.println(String.format(Locale.ROOT, format, arguments));
    progress.flush();
  }
}
