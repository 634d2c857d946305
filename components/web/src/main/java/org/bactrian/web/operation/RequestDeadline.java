package org.bactrian.web.operation;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.util.TimeUtils;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/**
 * Deadline for the answer to the caller of an operation, which all steps of the request share. Safe
 * for use by several threads.
 */
public final class RequestDeadline {

  /** Exchange property: the deadline of its request. */
  public static final String PROPERTY = "BactrianRequestDeadline";

  /** Time of a request that nobody gave another. */
  public static final Duration USUAL = Duration.ofSeconds(30);

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofMinutes(5);

  private final long begin = System.nanoTime();
  private volatile Duration time;

  private RequestDeadline(Duration time) {
    this.time = time;
  }

  /** The deadline of a request that nobody gave another: {@link #USUAL} from now. */
  public static RequestDeadline usual() {
    return in(USUAL);
  }

  /** A deadline in so much time from now. */
  public static RequestDeadline in(Duration time) {
    return new RequestDeadline(time);
  }

  /**
   * Time that the property {@code bactrian.request.timeout} gives requests.
   *
   * @param usual the time without the property; zero for a deadline of the steps alone
   */
  public static Duration configured(CamelContext context, Duration usual) {
    return TimeUtils.toDuration(
        context.resolvePropertyPlaceholders(
            "{{bactrian.request.timeout:" + usual.toMillis() + "}}"));
  }

  /** The deadline of the request of an exchange; the usual one from now where it has none. */
  public static RequestDeadline of(Exchange exchange) {
    RequestDeadline known = exchange.getProperty(PROPERTY, RequestDeadline.class);
    if (known != null) {
      return known;
    }
    RequestDeadline usual = usual();
    exchange.setProperty(PROPERTY, usual);
    return usual;
  }

  /** Sets the time that the request asks for itself, kept from one second to five minutes. */
  public void request(Duration asked) {
    time = asked.compareTo(LEAST) < 0 ? LEAST : asked.compareTo(MOST) > 0 ? MOST : asked;
  }

  /** Whole time of the request. */
  public Duration time() {
    return time;
  }

  /** Time in which the caller must have the answer; nothing or less when it is over. */
  public Duration leftForAnswer() {
    return time.minusNanos(System.nanoTime() - begin);
  }

  /**
   * Time that is left for steps; nothing or less when it is over. It ends a little before that for
   * the answer, since a step can say what it waited for.
   */
  public Duration left() {
    return leftForAnswer().minus(time.dividedBy(50));
  }

  /** Returns whether no step should begin any more. */
  public boolean isOver() {
    return left().compareTo(Duration.ZERO) <= 0;
  }

  /**
   * Time that is left for the next step.
   *
   * @param step the step, for the error
   * @throws OperationException of kind TIMEOUT when the time is over
   */
  public Duration leftFor(String step) {
    Duration left = left();
    if (left.compareTo(Duration.ZERO) <= 0) {
      throw new OperationException(
          FaultKind.TIMEOUT, "The time of the request was over before " + step + ".");
    }
    return left;
  }

  /**
   * Waits for something no longer than this.
   *
   * @param what is waited for, for the error
   * @throws OperationException of kind TIMEOUT when the time is over first
   */
  public <T> T await(Future<T> future, String what) {
    try {
      return future.get(left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new OperationException(
          FaultKind.TIMEOUT, "It took too long to look for " + what + ".", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationException(
          FaultKind.EXTERNAL_DEPENDENCY, "The request was given up while it waited.", e);
    }
  }
}
