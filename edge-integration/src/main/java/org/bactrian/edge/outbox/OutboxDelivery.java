package org.bactrian.edge.outbox;

/** Message of an outbox that is being sent, and what became of its attempts. Of its queue alone. */
final class OutboxDelivery {

  /** Attempts, made while others overtake it, after which a message is given up. */
  private static final int MOST_ATTEMPTS = 20;

  /** Messages that have to arrive meanwhile for that. */
  private static final int ENOUGH_OVERTAKING = 100;

  private final OutboxEntry entry;
  private final long place;

  /** Numbers of steps of the queue, which tell what came first. */
  private long begunAt;

  private long firstRefusedAt;

  private boolean inFlight;
  private boolean probe;
  private int attempts;
  private int overtakenAttempts;
  private int overtaken;

  /** Attempts after which the last message behind it was tried, and the place of that one. */
  private int probedAfter;

  private long probedPlace;
  private long notBeforeNanos;

  /**
   * @param place place in the order of the messages
   */
  OutboxDelivery(OutboxEntry entry, long place) {
    this.entry = entry;
    this.place = place;
  }

  OutboxEntry entry() {
    return entry;
  }

  long place() {
    return place;
  }

  /** Attempts that have begun. */
  int attempts() {
    return attempts;
  }

  boolean isInFlight() {
    return inFlight;
  }

  void begin(long step) {
    inFlight = true;
    probe = false;
    begunAt = step;
    attempts++;
    overtakenAttempts += overtaken > 0 ? 1 : 0;
  }

  /** It was begun although one before it is refused. */
  void setProbe() {
    probe = true;
  }

  /** Returns whether its arrival shows that the transport works again. */
  boolean isNews() {
    return probe || firstRefusedAt > 0;
  }

  /** The attempt was refused; the next one begins at a time. */
  void refused(long step, long nextNanos) {
    inFlight = false;
    notBeforeNanos = nextNanos;
    if (firstRefusedAt == 0) {
      firstRefusedAt = step;
    }
  }

  boolean isDue(long nowNanos) {
    return notBeforeNanos - nowNanos <= 0;
  }

  long notBeforeNanos() {
    return notBeforeNanos;
  }

  /** Begins its next attempt at once. */
  void hurry(long nowNanos) {
    notBeforeNanos = nowNanos;
  }

  /** A message behind it arrived, which says something only if it left after this was refused. */
  void overtakenBy(OutboxDelivery other, long nowNanos) {
    if (firstRefusedAt > 0 && other.begunAt > firstRefusedAt) {
      overtaken++;
      if (overtaken == 1) {
        hurry(nowNanos);
      }
    }
  }

  /** Returns whether others arrive and it does not, so that it is not the transport's fault. */
  boolean isOvertaken() {
    return overtaken > 0;
  }

  /**
   * Returns whether it was refused so often while others arrived that it never will arrive.
   *
   * @param crowded whether so many are refused that few can overtake it
   */
  boolean isHopeless(boolean crowded) {
    return overtakenAttempts >= MOST_ATTEMPTS && (crowded || overtaken >= ENOUGH_OVERTAKING);
  }

  /**
   * Returns whether a message behind it is to be tried, once after each of its attempts.
   *
   * @param after attempts before the first such try
   */
  boolean wantsProbe(int after) {
    return attempts >= after && probedAfter < attempts;
  }

  /** Place behind which the next message is to be tried: each time another one. */
  long probedPlace() {
    return Math.max(place, probedPlace);
  }

  /** A message behind it is being tried. */
  void probed(OutboxDelivery other) {
    probedAfter = attempts;
    probedPlace = other.place;
  }
}
