package org.bactrian.edge.twin.contract;

import java.util.List;

/**
 * Clients that a server has refused.
 *
 * @param certificates their certificates in DER, Base64
 */
public record ServerRejectedListResponse(List<String> certificates) {
  public ServerRejectedListResponse {
    certificates = List.copyOf(certificates);
  }
}
