package org.bactrian.edge.publisher.stream;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bactrian.opcua.subscription.NotificationGap;
import org.jspecify.annotations.Nullable;

/**
 * Gap of a DataSetWriter whose message is not in the outbox yet.
 *
 * @param keys where a store keeps it, or the gaps that it has become of
 */
record UntoldGap(List<String> keys, NotificationGap gap) {

  UntoldGap with(NotificationGap changed) {
    return new UntoldGap(keys, changed);
  }

  /** Returns one gap in place of two. */
  UntoldGap joinedWith(UntoldGap later) {
    return new UntoldGap(
        Stream.concat(keys.stream(), later.keys.stream()).toList(), span(gap, later.gap));
  }

  /** Returns the time that two gaps span, with the cause of the later one. */
  static NotificationGap span(NotificationGap one, NotificationGap later) {
    return new NotificationGap(
        later.cause(),
        later.detail(),
        earlier(one.since(), later.since()),
        one.until().isAfter(later.until()) ? one.until() : later.until());
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return null;
    }
    return one.isBefore(other) ? one : other;
  }
}
