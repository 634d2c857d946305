package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import org.bactrian.opcua.event.EventFilterDefinition;
import org.bactrian.opcua.subscription.EventNotification;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;

/**
 * Monitored item that a writer has beside its fields, by which it learns that nodes were added or
 * removed (Part 3, 9.32). It is not published.
 */
final class ModelChangeItem {

  /** Key that no field has, since a node id begins otherwise. */
  private static final String KEY = "\0model-changes";

  private static final int QUEUE = 10;

  static final MonitoredItem ITEM =
      new MonitoredItem(
          KEY,
          NodeIds.Server.expanded(),
          AttributeId.EventNotifier,
          "",
          Duration.ZERO,
          QUEUE,
          true,
          new MonitoringFilter.Events(
              EventFilterDefinition.ofType(NodeIds.BaseModelChangeEventType.expanded()),
              MonitoringFilter.ConditionUse.CHANGES_ONLY));

  private ModelChangeItem() {}

  static boolean is(MonitoredItem item) {
    return item.key().equals(KEY);
  }

  static boolean brought(EventNotification event) {
    return is(event.item());
  }
}
