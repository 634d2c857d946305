package org.bactrian.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** Clients that each read again as soon as they have read. */
final class Clients {

  private Clients() {}

  /** Lets some of them read for a time. */
  static Latencies read(Reading reading, int clients, Duration time) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      long begin = System.nanoTime();
      long end = begin + time.toNanos();
      List<Callable<LongStream>> tasks = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        tasks.add(() -> readUntil(end, reading));
      }
      LongStream all = LongStream.empty();
      for (Future<LongStream> one : threads.invokeAll(tasks)) {
        all = LongStream.concat(all, one.get());
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      return new Latencies(all.toArray(), seconds);
    } finally {
      threads.shutdownNow();
    }
  }

  private static LongStream readUntil(long end, Reading reading) throws Exception {
    LongStream.Builder nanos = LongStream.builder();
    long now = System.nanoTime();
    do {
      reading.read();
      long then = System.nanoTime();
      nanos.add(then - now);
      now = then;
    } while (now < end);
    return nanos.build();
  }
}
