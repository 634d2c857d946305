package org.bactrian.edge.publisher.group;

import java.time.Duration;
import java.util.Arrays;
import org.bactrian.model.setting.SettingRange;

/**
 * Reaction to nodes that report nothing for a while.
 *
 * @param span time without a report after which a node is late; zero for never
 * @param condition number of late nodes that the behavior needs
 * @param behavior what happens then
 */
public record NodeWatchdog(Duration span, Condition condition, Behavior behavior) {

  /** No watchdog. */
  public static final NodeWatchdog OFF =
      new NodeWatchdog(Duration.ZERO, Condition.WHEN_ANY_IS_LATE, Behavior.DIAGNOSTIC);

  /** Number of late nodes, under the names of OPC Publisher. */
  public enum Condition {
    WHEN_ALL_ARE_LATE("WhenAllAreLate"),
    WHEN_ANY_IS_LATE("WhenAnyIsLate");

    private final String text;

    Condition(String text) {
      this.text = text;
    }

    /** Returns the name in files and options. */
    public String text() {
      return text;
    }

    /** Returns the condition of that name, which the catalogue of attributes has checked. */
    public static Condition of(String text) {
      return Arrays.stream(values())
          .filter(condition -> condition.text.equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no condition"));
    }
  }

  /** Reactions, under the names of OPC Publisher. */
  public enum Behavior {
    /** Late nodes are logged and counted. */
    DIAGNOSTIC("Diagnostic"),
    /** The subscription is made anew. */
    RESET("Reset"),
    /** The process ends at once. */
    FAIL_FAST("FailFast"),
    /** The process ends in order. */
    EXIT_PROCESS("ExitProcess");

    private final String text;

    Behavior(String text) {
      this.text = text;
    }

    /** Returns the name in files and options. */
    public String text() {
      return text;
    }

    /** Returns the behavior of that name, which the catalogue of attributes has checked. */
    public static Behavior of(String text) {
      return Arrays.stream(values())
          .filter(behavior -> behavior.text.equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no behavior"));
    }
  }

  public NodeWatchdog {
    SettingRange.notNegative("span", span);
  }

  /** Returns whether there is one. */
  public boolean isOn() {
    return !span.isZero();
  }

  /** Returns whether so many late nodes of all are enough for the behavior. */
  public boolean isMet(int late, int all) {
    return late > 0 && (condition == Condition.WHEN_ANY_IS_LATE || late == all);
  }
}
