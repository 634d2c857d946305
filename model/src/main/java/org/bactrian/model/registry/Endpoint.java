package org.bactrian.model.registry;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Address and security of a connection to a server.
 *
 * @param url URL that the module can reach
 * @param alternativeUrls other URLs of the same endpoint
 * @param securityMode how messages are protected
 * @param securityPolicy URI of the security policy
 * @param certificate thumbprint of the certificate, SHA-1 in hex
 */
@RecordBuilder
public record Endpoint(
    @Nullable String url,
    @Nullable List<String> alternativeUrls,
    @Nullable ServerSecurityMode securityMode,
    @Nullable String securityPolicy,
    @Nullable String certificate)
    implements EndpointBuilder.With {

  public Endpoint {
    alternativeUrls = alternativeUrls == null ? null : List.copyOf(alternativeUrls);
  }
}
