package org.bactrian.edge.mqtt;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/** Operations of the test. */
public final class Plant {

  static final String ROUTES =
      """
      - route:
          id: Echo
          from:
            uri: direct:Echo
            steps:
              - bean: {ref: plant, method: echo}
      - route:
          id: Wait
          from:
            uri: direct:Wait
            steps:
              - bean: {ref: plant, method: await}
      - route:
          id: Later
          from:
            uri: direct:Later
            steps:
              - bean: {ref: plant, method: later}
      - route:
          id: Fail
          from:
            uri: direct:Fail
            steps:
              - bean: {ref: plant, method: fail}
      """;

  final List<String> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger begun = new AtomicInteger();
  private volatile CountDownLatch released = new CountDownLatch(1);
  private volatile CompletableFuture<String> answer = new CompletableFuture<>();

  /** Forgets all requests, and lets those to come wait until it is told to answer. */
  void renew() {
    release();
    requests.clear();
    begun.set(0);
    released = new CountDownLatch(1);
    answer = new CompletableFuture<>();
  }

  /** Answers what waits. */
  void release() {
    released.countDown();
  }

  /** Answers what is to be answered later. */
  void answer(String text) {
    answer.complete(text);
  }

  public String echo(String request) {
    requests.add(request);
    return request;
  }

  public String await() throws InterruptedException {
    requests.add("");
    released.await();
    return "\"late\"";
  }

  /** As requests to servers do. */
  public CompletableFuture<String> later() {
    begun.incrementAndGet();
    return answer;
  }

  public void fail() {
    throw new OperationException(FaultKind.NOT_FOUND, "There is no pump.");
  }
}
