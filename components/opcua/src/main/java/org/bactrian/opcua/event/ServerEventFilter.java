package org.bactrian.opcua.event;

import org.eclipse.milo.opcua.stack.core.types.structured.EventFilter;

/**
 * Event filter as one server takes it.
 *
 * @param filter the filter with that server's namespace indices
 * @param fields order in which the server sends the fields
 */
public record ServerEventFilter(EventFilter filter, EventFieldLayout fields) {}
