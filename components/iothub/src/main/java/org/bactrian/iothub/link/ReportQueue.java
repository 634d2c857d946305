package org.bactrian.iothub.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * Queue of reported properties: one is sent when the one before it is answered or given up, since
 * each merges into what those before it left. Safe for use by many threads.
 */
final class ReportQueue {

  /** Reports that wait at once; more are refused, since a hub that is so far behind is none. */
  static final int MAX_WAITING = 1_000;

  private record Report(byte[] patch, CompletableFuture<TwinResponse> answer) {}

  private final BiConsumer<byte[], CompletableFuture<TwinResponse>> sender;
  private final Deque<Report> waiting = new ArrayDeque<>();
  private boolean sending;

  /**
   * An empty queue.
   *
   * @param sender sends a patch, and completes the answer that it is given
   */
  ReportQueue(BiConsumer<byte[], CompletableFuture<TwinResponse>> sender) {
    this.sender = sender;
  }

  /**
   * Adds a report behind all others.
   *
   * @param answer completed with the answer, or the reason why there is none; completed by the
   *     caller, it ends the report, which is not sent any more
   */
  void add(byte[] patch, CompletableFuture<TwinResponse> answer) {
    synchronized (this) {
      if (waiting.size() == MAX_WAITING) {
        answer.completeExceptionally(
            new HubRequestException(
                429, MAX_WAITING + " reports wait for IoT Hub already. Report again later."));
        return;
      }
      waiting.add(new Report(patch, answer));
      if (sending) {
        return;
      }
      sending = true;
    }
    sendNext();
  }

  private void sendNext() {
    Report report;
    synchronized (this) {
      do {
        report = waiting.poll();
      } while (report != null && report.answer().isDone());
      if (report == null) {
        sending = false;
        return;
      }
    }
    // Not on this thread, which may be inside of the call before.
    report.answer().whenCompleteAsync((done, failure) -> sendNext());
    sender.accept(report.patch(), report.answer());
  }
}
