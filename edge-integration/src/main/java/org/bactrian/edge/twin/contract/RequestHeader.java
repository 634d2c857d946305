package org.bactrian.edge.twin.contract;

import java.util.List;
import org.bactrian.opcua.node.NamespaceFormat;

/**
 * User and options of an operation.
 *
 * @param elevation user instead of that of the connection
 * @param locales languages that texts are wanted in, the best first
 * @param diagnostics what is told of failures
 * @param namespaceFormat how namespaces are written in the answer; null for Uri
 * @param operationTimeout ms for one call of the server
 * @param serviceCallTimeout ms for the whole operation once there is a connection
 * @param connectTimeout ms until there is a connection
 */
public record RequestHeader(
    Credential elevation,
    List<String> locales,
    Diagnostics diagnostics,
    NamespaceFormat namespaceFormat,
    Integer operationTimeout,
    Integer serviceCallTimeout,
    Integer connectTimeout) {

  public RequestHeader {
    locales = locales == null ? null : List.copyOf(locales);
  }
}
