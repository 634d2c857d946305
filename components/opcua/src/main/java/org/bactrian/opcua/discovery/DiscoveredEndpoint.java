package org.bactrian.opcua.discovery;

import java.util.Set;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;

/**
 * An endpoint that a server reports (Part 4, 7.14).
 *
 * @param description as the server reports it, its certificate included
 * @param accessibleUrl the endpoint's URL under the address at which the server was asked
 * @param capabilities what its discovery server says that it can do (Part 12, annex D); else empty
 */
public record DiscoveredEndpoint(
    EndpointDescription description, String accessibleUrl, Set<String> capabilities) {

  public DiscoveredEndpoint {
    capabilities = Set.copyOf(capabilities);
  }
}
