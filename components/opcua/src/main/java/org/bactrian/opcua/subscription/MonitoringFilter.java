package org.bactrian.opcua.subscription;

import org.bactrian.opcua.event.EventFilterDefinition;

/** Filter of a monitored item (Part 4, 7.22): data changes with their deadband, or events. */
public sealed interface MonitoringFilter {

  /** Every new value or status, as a server does unasked. */
  MonitoringFilter NONE = new None();

  /** Every new value or status, as a server does unasked. */
  record None() implements MonitoringFilter {}

  /** Attributes of a value whose change is reported. */
  enum Trigger {
    STATUS,
    STATUS_VALUE,
    STATUS_VALUE_TIMESTAMP
  }

  /** Kind of deadband: how the size of a change is measured. */
  enum Deadband {
    NONE,
    ABSOLUTE,
    PERCENT
  }

  /**
   * Changes of a certain kind and size (Part 4, 7.22.2).
   *
   * @param trigger what counts as a change
   * @param deadband how its size is measured
   * @param deadbandValue smallest change reported: in the unit of the value, or percent of EURange
   */
  record DataChange(Trigger trigger, Deadband deadband, double deadbandValue)
      implements MonitoringFilter {}

  /** Use of the conditions that a server has already when an item is made (Part 9, 5.5.7). */
  enum ConditionUse {
    /** None: only their changes are reported. */
    CHANGES_ONLY,
    /** They are reported once, by a refresh at each connect. */
    REFRESHED,
    /** As above, and events bring the fields that tell the state of their condition. */
    FOLLOWED
  }

  /**
   * Events instead of values (Part 4, 7.22.3).
   *
   * @param filter fields to report and events to leave out
   * @param conditions what is done about conditions that are active already
   */
  record Events(EventFilterDefinition filter, ConditionUse conditions)
      implements MonitoringFilter {}
}
