package org.bactrian.edge.twin.contract;

import org.jspecify.annotations.Nullable;

/**
 * Answer of a server, or what it says is wrong.
 *
 * @param result the answer; null without one
 * @param errorInfo what is wrong; null when nothing is
 */
public record ServiceResponse<T>(@Nullable T result, @Nullable ErrorInfo errorInfo) {

  /** An answer. */
  public static <T> ServiceResponse<T> of(T result) {
    return new ServiceResponse<>(result, null);
  }

  /** A fault. */
  public static <T> ServiceResponse<T> failed(ErrorInfo error) {
    return new ServiceResponse<>(null, error);
  }
}
