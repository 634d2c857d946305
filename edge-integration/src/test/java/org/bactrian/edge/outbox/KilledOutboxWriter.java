package org.bactrian.edge.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Process that appends numbered messages to a log until it is killed, and removes most of them, and
 * of those that former processes left. It prints {@code opened}, {@code appended N} and {@code
 * removed N} when that is durable, and {@code removing N} before it removes one.
 */
final class KilledOutboxWriter {

  private static final int LIVE = 60;
  private static final int LARGEST_BODY = 8 << 10;

  /** Distance of two messages that are never removed. */
  private static final int STAYS = 97;

  private KilledOutboxWriter() {}

  private record Sent(int number, long id) {}

  /**
   * Appends until it is killed.
   *
   * @param arguments folder, first number
   */
  public static void main(String[] arguments) throws Exception {
    int number = Integer.parseInt(arguments[1]);
    Random random = new Random(number);
    Deque<Sent> sent = new ArrayDeque<>();
    try (SegmentLog log = open(Path.of(arguments[0]))) {
      System.out.println("opened");
      // Else what each process leaves would fill the log in time.
      for (RecoveredRecord left : log.recovered()) {
        int former = Integer.parseInt(new String(log.header(left.id(), left.bodySize()), UTF_8));
        addUnlessItStays(sent, former, left.id());
      }
      while (true) {
        while (!log.hasRoom(Long.MAX_VALUE)) {
          LockSupport.parkNanos(100_000);
        }
        int appended = number++;
        long id =
            log.append("group", text(appended), bodyOf(appended, random.nextInt(LARGEST_BODY)));
        log.put("last", text(appended));
        log.afterCommit(() -> System.out.println("appended " + appended));
        addUnlessItStays(sent, appended, id);
        while (sent.size() > LIVE) {
          Sent removed = random.nextBoolean() ? sent.removeFirst() : sent.removeLast();
          System.out.println("removing " + removed.number());
          log.remove(removed.id());
          log.afterCommit(() -> System.out.println("removed " + removed.number()));
        }
      }
    }
  }

  private static void addUnlessItStays(Deque<Sent> sent, int number, long id) {
    if (number % STAYS != 0) {
      sent.add(new Sent(number, id));
    }
  }

  static SegmentLog open(Path folder) throws java.io.IOException {
    return SegmentLog.open(
        new SegmentLogSettings(
            folder, 16 << 20, 64 << 10, Duration.ofMillis(10), Duration.ofSeconds(1)),
        SegmentFileOpener.ON_DISK,
        InstantSource.system());
  }

  static byte[] text(int number) {
    return Integer.toString(number).getBytes(UTF_8);
  }

  /** Returns a body that says its number and its size. */
  static byte[] bodyOf(int number, int size) {
    byte[] body = new byte[size];
    new Random(31L * number + size).nextBytes(body);
    return body;
  }
}
