package org.bactrian.opcua.subscription;

import org.bactrian.opcua.service.ServerOperationLimits;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * An active session and the server behind it.
 *
 * @param client makes the service calls
 * @param applicationUri who the server says it is
 * @param sessionId the server's id of the session; another one is another session
 * @param serverStart when the server started, as text; another one means that it restarted
 * @param limits how much it takes at once
 * @param namespaces its namespaces
 */
public record ServerContext(
    OpcUaClient client,
    String applicationUri,
    NodeId sessionId,
    String serverStart,
    ServerOperationLimits limits,
    NamespaceTable namespaces) {}
