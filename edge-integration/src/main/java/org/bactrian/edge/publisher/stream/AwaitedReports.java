package org.bactrian.edge.publisher.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Conditions that the reports of a writer have to meet, looked at on the group's thread. */
final class AwaitedReports {

  private final WriterGroupInbox inbox;

  /** Used on the group's thread only. */
  private final List<Awaited> awaited = new ArrayList<>();

  /** Something that reports bring about, and who is told. */
  private record Awaited(BooleanSupplier condition, CompletableFuture<Void> met) {}

  AwaitedReports(WriterGroupInbox inbox) {
    this.inbox = inbox;
  }

  /** Done, on the group's thread, as soon as a report has made the condition true. */
  CompletableFuture<Void> until(BooleanSupplier condition) {
    CompletableFuture<Void> met = new CompletableFuture<>();
    inbox.command(
        () -> {
          awaited.add(new Awaited(condition, met));
          tell();
        });
    return met;
  }

  /** Looks at all conditions, since there was a report; on the group's thread. */
  void tell() {
    if (awaited.isEmpty()) {
      return;
    }
    List<Awaited> met =
        awaited.stream().filter(awaiting -> awaiting.condition().getAsBoolean()).toList();
    awaited.removeAll(met);
    met.forEach(awaiting -> awaiting.met().complete(null));
  }
}
