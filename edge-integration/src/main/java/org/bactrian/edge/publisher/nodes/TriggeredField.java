package org.bactrian.edge.publisher.nodes;

import org.bactrian.edge.publisher.group.FieldAccess;
import org.bactrian.edge.publisher.group.PublishedField;

/** Field of a node among the TriggeredNodes of another one. */
final class TriggeredField {

  private TriggeredField() {}

  /**
   * The field as one whose values come with reports of {@code trigger}. What is read at intervals
   * triggers nothing, and events are reported by themselves.
   */
  static PublishedField of(PublishedField field, PublishedField trigger) {
    if (field.publishesEvents() || trigger.access().cyclicRead() != null) {
      return field;
    }
    return field
        .withItem(field.item().withTriggeredBy(trigger.item().key()))
        .withAccess(new FieldAccess(field.access().browsePath(), null, null));
  }
}
