package org.bactrian.web.http;

import java.util.Optional;
import org.bactrian.model.method.ByteBudget;
import org.bactrian.web.problem.Problem;

/**
 * Memory that the response of a request holds of the byte budget until it was sent. Safe for use by
 * several threads.
 */
final class ResponseByteBudget {

  /** Key under which a request and its exchange hold it. */
  static final String KEY = "bactrian.response";

  /**
   * Largest response that needs no reservation, so that problems are sent even when memory is
   * short.
   */
  private static final int SMALL = 4_096;

  private final ByteBudget budget;
  private final ByteBudget.Share share;

  ResponseByteBudget(ByteBudget budget) {
    this.budget = budget;
    this.share = budget.new Share();
  }

  /**
   * Reserves memory for a response of so many bytes.
   *
   * @return the problem that takes its place; empty when there is so much memory
   */
  Optional<Problem> reserve(long bytes) {
    if (share.take(bytes) || bytes <= SMALL) {
      return Optional.empty();
    }
    return Optional.of(
        bytes > budget.max() ? HttpProblems.answerTooLarge(bytes) : HttpProblems.noRoomForAnswer());
  }

  /** Gives everything back. */
  void release() {
    share.end();
  }
}
