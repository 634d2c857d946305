package org.bactrian.model.vault;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.bactrian.model.registry.ApplicationInfo;
import org.jspecify.annotations.Nullable;

/**
 * Message of an edge that passes on a request of an OPC UA application to the Vault. It is sent
 * again until it is answered, so the same one may come several times.
 *
 * @param requestId id that the edge gave the request, a GUID
 * @param kind what is asked for
 * @param application the application, with its URI and type
 * @param certificateRequest PKCS #10 request of {@link VaultRequestKind#StartSigningRequest}, DER
 *     in base64
 * @param subjectName wanted subject of {@link VaultRequestKind#StartNewKeyPairRequest}; null for
 *     one made of the application's name
 * @param domainNames host names and addresses of {@link VaultRequestKind#StartNewKeyPairRequest}
 * @param startedRequestId id of the request that {@link VaultRequestKind#AcceptRequest} accepts
 */
@RecordBuilder
public record ApplicationVaultRequest(
    String requestId,
    VaultRequestKind kind,
    ApplicationInfo application,
    @Nullable String certificateRequest,
    @Nullable String subjectName,
    @Nullable List<String> domainNames,
    @Nullable String startedRequestId)
    implements ApplicationVaultRequestBuilder.With {

  /** Schema of the message, in the properties {@code $$MessageSchema} and iothub-message-schema. */
  public static final String SCHEMA = "application/x-vault-request-v1-json";

  /** Most bytes of a certificate request in DER form. */
  public static final int MAX_CERTIFICATE_REQUEST_BYTES = 16 * 1024;

  /** Longest text in a request, in characters. */
  public static final int MAX_TEXT = 1_024;

  /** Most names, URLs or capabilities in one list of a request. */
  public static final int MAX_LIST = 32;

  public ApplicationVaultRequest {
    domainNames = domainNames == null ? null : List.copyOf(domainNames);
  }
}
