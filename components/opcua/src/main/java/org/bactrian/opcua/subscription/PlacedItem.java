package org.bactrian.opcua.subscription;

import org.bactrian.opcua.event.ServerEventFilter;
import org.jspecify.annotations.Nullable;

/**
 * Monitored item as the server was asked for it.
 *
 * @param item the item
 * @param eventFilter its filter with the server's namespaces; null for values
 */
record PlacedItem(MonitoredItem item, @Nullable ServerEventFilter eventFilter) {}
