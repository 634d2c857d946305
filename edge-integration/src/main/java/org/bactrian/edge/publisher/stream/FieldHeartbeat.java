package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.util.Optional;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.PublishedField;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeat of one field: what was last received of it, and when the next one is due. Its times are
 * those of {@link System#nanoTime}. Not thread-safe.
 */
final class FieldHeartbeat {

  private static final long NANOS_PER_TICK_OF_UA = 100;

  private final Heartbeat settings;
  private final long intervalNanos;
  private PublishedField field;
  private @Nullable DataValue last;
  private @Nullable StatusCode refusal;
  private long receivedNanos;
  private long dueNanos;
  private boolean ended;

  FieldHeartbeat(PublishedField field, long nowNanos) {
    this.field = field;
    this.settings = field.heartbeat();
    this.intervalNanos =
        Math.max(HeartbeatSchedule.TICK_NANOS, saturatedNanos(settings.interval()));
    this.dueNanos = nowNanos + intervalNanos;
  }

  private static long saturatedNanos(Duration interval) {
    return interval.toDays() > 36_500 ? Long.MAX_VALUE / 4 : interval.toNanos();
  }

  PublishedField field() {
    return field;
  }

  Heartbeat settings() {
    return settings;
  }

  /** Goes on under another name of the same field. */
  void rename(PublishedField to) {
    field = to;
  }

  /** Sends nothing any more. */
  void end() {
    ended = true;
  }

  boolean isEnded() {
    return ended;
  }

  /** Takes a value of the server. */
  void received(DataValue value, long nowNanos) {
    last = value;
    receivedNanos = nowNanos;
    if (!settings.behavior().isPeriodic()) {
      dueNanos = nowNanos + intervalNanos;
    }
  }

  /** Takes the server's answer to the item. */
  void answered(StatusCode status) {
    refusal = status.isBad() ? status : null;
  }

  long dueNanos() {
    return dueNanos;
  }

  /** Makes the next one due; those that were missed do not come. */
  void again(long nowNanos) {
    long next = dueNanos + intervalNanos;
    dueNanos =
        settings.behavior().isPeriodic() && next - nowNanos > 0 ? next : nowNanos + intervalNanos;
  }

  /**
   * Returns the value of a heartbeat, if there is one to send.
   *
   * @param connected whether there is a connection to the server
   */
  Optional<DataValue> value(boolean connected, long nowNanos) {
    DataValue value = last;
    if (value == null) {
      return Optional.ofNullable(refusal)
          .filter(status -> !settings.behavior().needsGoodValue())
          .map(status -> new DataValue(Variant.NULL_VALUE, status, null, null));
    }
    boolean good = isGood(value);
    if (settings.behavior().needsGoodValue() && !good) {
      return Optional.empty();
    }
    DataValue sent = settings.behavior().shiftsTimestamps() ? shifted(value, nowNanos) : value;
    return Optional.of(
        connected
            ? sent
            : sent.withStatus(
                new StatusCode(
                    good
                        ? StatusCodes.Uncertain_NoCommunicationLastUsableValue
                        : StatusCodes.Bad_NoCommunication)));
  }

  /** An uncertain value counts as good, and so does the status Good without a value. */
  static boolean isGood(DataValue value) {
    StatusCode status = value.statusCode();
    return status.value() == StatusCodes.Good || !status.isBad() && value.value().value() != null;
  }

  private DataValue shifted(DataValue value, long nowNanos) {
    long ticks = (nowNanos - receivedNanos) / NANOS_PER_TICK_OF_UA;
    return new DataValue(
        value.value(),
        value.statusCode(),
        shifted(value.sourceTime(), ticks),
        value.sourcePicoseconds(),
        shifted(value.serverTime(), ticks),
        value.serverPicoseconds());
  }

  private static @Nullable DateTime shifted(@Nullable DateTime time, long ticks) {
    return time == null ? null : new DateTime(time.getUtcTime() + ticks);
  }
}
