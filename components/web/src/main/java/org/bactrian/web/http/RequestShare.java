package org.bactrian.web.http;

import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.model.method.ByteBudget;

/**
 * What a request keeps of the budget of bytes, until its answer has ended and nobody carries it out
 * any more: a caller that goes early leaves its body with the route. Safe for use by several
 * threads.
 */
final class RequestShare {

  /** Where a request and its exchange keep it. */
  static final String KEY = "bactrian.share";

  private final ByteBudget.Share share;

  /** The answer, which every request has, and the exchange of those that reach a route. */
  private final AtomicInteger holders = new AtomicInteger(1);

  RequestShare(ByteBudget budget) {
    this.share = budget.new Share();
  }

  /** Takes so many bytes more; false when there is no room. */
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
