package org.bactrian.opcua.service;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** RegisterNodes (Part 4, 5.9.5). */
final class RegistrationService {

  private RegistrationService() {}

  static CompletableFuture<List<NodeId>> register(ServiceCalls calls, List<NodeId> nodes) {
    return calls
        .client()
        .registerNodesAsync(nodes)
        .thenCompose(
            answer -> {
              NodeId[] ids = answer.getRegisteredNodeIds();
              return ids != null && ids.length == nodes.size()
                  ? CompletableFuture.completedFuture(List.of(ids))
                  : CompletableFuture.failedFuture(
                      new UaException(
                          StatusCodes.Bad_UnexpectedError,
                          "RegisterNodes was not answered for each node"));
            });
  }
}
