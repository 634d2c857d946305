package org.bactrian.web.operation;

import org.apache.camel.Consumer;

/**
 * Operation that a route carries out as long as no route of the operation's own does.
 *
 * @param operation id of the operation
 * @param routeId id of the route
 * @param target what the table of the route says of the operation, empty for nothing
 * @param consumer takes what is sent to {@code direct:} and the operation's id while it is started
 */
record OperationOffer(String operation, String routeId, String target, Consumer consumer) {}
