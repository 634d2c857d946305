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
  final CountDownLatch released = new CountDownLatch(1);
  final CompletableFuture<String> answer = new CompletableFuture<>();
  final AtomicInteger begun = new AtomicInteger();

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
