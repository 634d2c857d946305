package org.bactrian.cloud.vault.store;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Objects;
import org.bactrian.cloud.vault.certificate.Validity;
import org.bactrian.cloud.vault.contract.SignatureAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as the database holds it.
 *
 * @param serial serial number, hexadecimal in lower case
 * @param issuerId id of the trust group that issues it
 * @param state state
 * @param requestId request that it was made for; null for that of a group
 * @param entityId entity that it is for; null for that of a group
 * @param groupId group that it is for; null for that of an entity
 * @param signedPart the part that is signed, DER
 * @param signature algorithm of the signature
 * @param certificate the certificate, DER; null until it was signed
 * @param validity when it is valid
 * @param created when its serial number was given away
 * @param revoked when it was revoked; null when it was not
 */
@RecordBuilder
public record StoredCertificate(
    String serial,
    String issuerId,
    State state,
    @Nullable String requestId,
    @Nullable String entityId,
    @Nullable String groupId,
    byte[] signedPart,
    SignatureAlgorithm signature,
    byte @Nullable [] certificate,
    Validity validity,
    Instant created,
    @Nullable Instant revoked) {

  /** State of a certificate. */
  public enum State {
    /** Its serial number was given away, and nobody has been given it yet. */
    RESERVED,
    /** It was signed and given to its subject. */
    ISSUED,
    /** It was revoked. */
    REVOKED
  }

  /** The certificate, which one that was signed has. */
  public byte[] der() {
    return Objects.requireNonNull(certificate, "certificate that was signed");
  }

  /** Returns whether it may be used at a time. */
  public boolean isUsable(Instant now) {
    return state == State.ISSUED && validity.notAfter().isAfter(now);
  }

  @Override
  public String toString() {
    return "StoredCertificate[" + serial + ", " + state + "]";
  }
}
