package org.bactrian.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.bactrian.bench.process.CpuTime;

/** Clients that each ask again as soon as they are answered. */
final class ConcurrentClients {

  private ConcurrentClients() {}

  /** Requests of one client. */
  private record Done(LongStream nanos, long cpuNanos) {}

  /** Lets some of them go one way for a time. */
  static Measurement measure(MeasuredOperation way, int clients, Duration time) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      CpuTime cpu = CpuTime.now();
      long begin = System.nanoTime();
      long end = begin + time.toNanos();
      List<Callable<Done>> tasks = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        tasks.add(() -> askUntil(end, way));
      }
      LongStream all = LongStream.empty();
      long own = 0;
      for (Future<Done> one : threads.invokeAll(tasks)) {
        all = LongStream.concat(all, one.get().nanos());
        own += one.get().cpuNanos();
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      long spent = cpu.spent() - (way.isCallerMeasured() ? 0 : own);
      return new Measurement(all.toArray(), seconds, spent);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Done askUntil(long end, MeasuredOperation way) throws Exception {
    LongStream.Builder nanos = LongStream.builder();
    long cpu = CpuTime.ofThread();
    long now = System.nanoTime();
    do {
      way.once();
      long then = System.nanoTime();
      nanos.add(then - now);
      now = then;
    } while (now < end);
    return new Done(nanos.build(), CpuTime.ofThread() - cpu);
  }
}
