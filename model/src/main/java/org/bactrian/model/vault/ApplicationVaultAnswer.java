package org.bactrian.model.vault;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of the Vault to a {@link ApplicationVaultRequest}, the payload of the direct method {@link
 * #METHOD}. The same answer may come several times.
 *
 * @param requestId id of the request
 * @param state state of the request
 * @param certificates the certificate, then its issuers, each DER in base64
 * @param privateKey its key, PKCS #8 in base64, where the Vault made it; a secret
 * @param errorMessage why it was refused or could not be carried out
 * @param trustList what the application is to trust; null leaves the former list as it is
 */
@RecordBuilder
public record ApplicationVaultAnswer(
    String requestId,
    VaultRequestState state,
    List<String> certificates,
    @Nullable String privateKey,
    @Nullable String errorMessage,
    @Nullable VaultTrustList trustList)
    implements ApplicationVaultAnswerBuilder.With {

  /** Name of the direct method. */
  public static final String METHOD = "FinishCertificateRequest_V2";

  public ApplicationVaultAnswer {
    certificates = certificates == null ? List.of() : List.copyOf(certificates);
  }

  /** An answer that says no more than the state. */
  public static ApplicationVaultAnswer of(String requestId, VaultRequestState state) {
    return new ApplicationVaultAnswer(requestId, state, List.of(), null, null, null);
  }

  /** Leaves out the key. */
  @Override
  public String toString() {
    return "ApplicationVaultAnswer[" + requestId + ", " + state + "]";
  }
}
