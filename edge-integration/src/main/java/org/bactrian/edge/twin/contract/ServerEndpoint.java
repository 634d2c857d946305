package org.bactrian.edge.twin.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Endpoint of a server with its security.
 *
 * @param url URL of the endpoint
 * @param alternativeUrls other URLs of the same endpoint
 * @param securityMode how messages are protected
 * @param securityPolicy URI or name of the security policy
 * @param certificate thumbprint of the certificate, SHA-1 in hex
 */
@RecordBuilder
public record ServerEndpoint(
    String url,
    @Nullable List<String> alternativeUrls,
    EndpointSecurityMode securityMode,
    @Nullable String securityPolicy,
    @Nullable String certificate)
    implements ServerEndpointBuilder.With {

  public ServerEndpoint {
    alternativeUrls = alternativeUrls == null ? null : List.copyOf(alternativeUrls);
  }
}
