package org.bactrian.web.http;

import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.model.method.ByteBudget;

/**
 * Memory that a request holds of the byte budget until its response has ended and its route is
 * done: a caller that disconnects early leaves its body with the route. Safe for use by several
 * threads.
 */
final class RequestByteBudget {

  /** Key under which a request and its exchange hold it. */
  static final String KEY = "bactrian.share";

  private final ByteBudget.Share share;

  /** The answer, which every request has, and the exchange of those that reach a route. */
  private final AtomicInteger holders = new AtomicInteger(1);

  RequestByteBudget(ByteBudget budget) {
    this.share = budget.new Share();
  }

  /** Takes so many bytes more; false when there is no budget left. */
  boolean take(long bytes) {
    return share.take(bytes);
  }

  /** Keeps what was taken until one more {@link #release()}. */
  void retain() {
    holders.incrementAndGet();
  }

  /** Gives everything back with the last call. */
  void release() {
    if (holders.decrementAndGet() == 0) {
      share.end();
    }
  }
}
