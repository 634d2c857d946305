package org.bactrian.edge.gds;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bactrian.model.vault.ApplicationVaultRequest;
import org.bactrian.model.vault.VaultRequestKind;
import org.bactrian.model.vault.VaultRequestState;
import org.jspecify.annotations.Nullable;

/**
 * Request that waits for the Vault, or whose result waits for its application.
 *
 * @param id its id, the one of the message
 * @param sequence number in the order of the requests, from 1
 * @param applicationId application that it is for
 * @param message message to the Vault
 * @param keyFormat format that the application wants its key in; null where it has the key
 * @param keyPassword password of the key; null or empty for none; a secret
 * @param state what the Vault said last; null before it has said anything
 * @param certificates the certificate, then its issuers, each DER in base64
 * @param privateKey its key, PKCS #8 in base64; a secret
 * @param errorMessage why there is no certificate
 * @param fetched time when the application fetched the outcome first
 */
@RecordBuilder
public record GdsRequest(
    UUID id,
    long sequence,
    UUID applicationId,
    ApplicationVaultRequest message,
    @Nullable PrivateKeyFormat keyFormat,
    @Nullable String keyPassword,
    @Nullable VaultRequestState state,
    List<String> certificates,
    @Nullable String privateKey,
    @Nullable String errorMessage,
    @Nullable Instant fetched)
    implements GdsRequestBuilder.With {

  public GdsRequest {
    certificates = certificates == null ? List.of() : List.copyOf(certificates);
  }

  /** Returns whether the application will fetch a certificate. */
  public boolean isForCertificate() {
    return message.kind() == VaultRequestKind.StartSigningRequest
        || message.kind() == VaultRequestKind.StartNewKeyPairRequest;
  }

  /** Returns whether the Vault has carried it out or refused it. */
  public boolean isAnswered() {
    return state != null && state.isFinal();
  }

  /** Leaves out key and password. */
  @Override
  public String toString() {
    return "GdsRequest[" + id + ", " + message.kind() + ", " + state + "]";
  }
}
