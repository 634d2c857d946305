package org.bactrian.cloud.vault;

import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.cloud.vault.certificate.CertificateParts;
import org.bactrian.cloud.vault.contract.AuditAction;
import org.bactrian.cloud.vault.contract.RevocationListChain;
import org.bactrian.cloud.vault.contract.RevocationListInfo;
import org.bactrian.cloud.vault.contract.RevocationReason;
import org.bactrian.cloud.vault.contract.RevocationRequest;
import org.bactrian.cloud.vault.store.AuditNote;
import org.bactrian.cloud.vault.store.StoredCertificate;
import org.bactrian.cloud.vault.store.StoredGroup;
import org.bactrian.cloud.vault.store.VaultCaller;
import org.bactrian.cloud.vault.store.WorkStep;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.CertificateChain;
import org.bactrian.model.registry.CertificateChains;
import org.bactrian.model.registry.CertificateInfo;
import org.jspecify.annotations.Nullable;

/**
 * The bean {@code vaultCertificates}: certificates and revocation lists of groups, and revocation.
 */
public final class VaultCertificates {

  private static final int MAX_SERIAL = 64;

  private final VaultRecords records;
  private final GroupAuthorities authorities;

  VaultCertificates(VaultRecords records, GroupAuthorities authorities) {
    this.records = records;
    this.authorities = authorities;
  }

  /** GetIssuerCertificateChain: a certificate and its issuers. */
  public CertificateChain getIssuerCertificateChain(@Header("serialNumber") String serialNumber) {
    StoredCertificate certificate = find(serialNumber);
    List<CertificateInfo> chain = new ArrayList<>(List.of(info(certificate)));
    StoredGroup issuer = authorities.get(certificate.issuerId());
    for (StoredGroup group : authorities.chain(issuer)) {
      if (!group.id().equals(certificate.groupId())) {
        chain.add(info(encoded(authorities.certificate(group))));
      }
    }
    return new CertificateChain(chain, List.of());
  }

  /** GetIssuerCrlChain: the revocation list of a group and those of its parents. */
  public RevocationListChain getIssuerCrlChain(@Header("serialNumber") String serialNumber) {
    return new RevocationListChain(
        authorities.chain(group(serialNumber)).stream()
            .map(
                group ->
                    new RevocationListInfo(
                        authorities.certificate(group).getSubjectX500Principal().getName(),
                        crl(group)))
            .toList());
  }

  /** DownloadIssuerCertificate: the certificate of a group, DER. */
  public byte[] downloadIssuerCertificate(@Header("serialNumber") String serialNumber) {
    group(serialNumber);
    return find(serialNumber).der();
  }

  /** DownloadIssuerCrl: the revocation list of a group, DER. */
  public byte[] downloadIssuerCrl(@Header("serialNumber") String serialNumber) {
    return crl(group(serialNumber));
  }

  static byte[] crl(StoredGroup group) {
    return Objects.requireNonNull(group.crl(), "revocation list of a group that issues");
  }

  /**
   * RevokeCertificate: revokes a certificate, and puts it into the revocation list of its group.
   *
   * @throws OperationException of kind EXTERNAL_DEPENDENCY when the list cannot be signed now; the
   *     certificate is revoked all the same, and the list follows
   */
  public void revokeCertificate(
      @Header("serialNumber") String serialNumber,
      @Body RevocationRequest request,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    StoredCertificate certificate = find(serialNumber);
    if (certificate.groupId() != null) {
      throw VaultFaults.invalidState(
          "Certificate %s is that of trust group %s. Remove the group, which revokes it."
              .formatted(certificate.serial(), certificate.groupId()));
    }
    // The list of a group that is gone cannot be signed any more.
    authorities.get(certificate.issuerId());
    RevocationReason reason =
        request == null || request.reason() == null
            ? RevocationReason.PrivilegeWithdrawn
            : request.reason();
    boolean first =
        records
            .database()
            .transaction(
                handle -> {
                  boolean revoked =
                      records
                          .certificates()
                          .revoke(handle, certificate.serial(), reason, records.now());
                  if (revoked) {
                    records.due(handle, WorkStep.REVOCATION, certificate.issuerId());
                    Optional.ofNullable(certificate.requestId())
                        .ifPresent(id -> records.keyUnneeded(handle, id));
                    records.certificateChanged(handle, String.valueOf(certificate.entityId()));
                    records.audit(
                        handle,
                        new AuditNote(
                            VaultCaller.of(caller, address),
                            AuditAction.CertificateRevoked,
                            certificate.requestId(),
                            certificate.entityId(),
                            certificate.issuerId(),
                            certificate.serial(),
                            reason.name()));
                  }
                  return revoked;
                });
    if (first) {
      renewList(certificate);
    }
  }

  private void renewList(StoredCertificate certificate) {
    try {
      authorities.renewList(certificate.issuerId());
    } catch (OperationException e) {
      throw new OperationException(
          e.kind(),
          "Certificate %s is revoked, and its revocation list is made as soon as that is possible. %s"
              .formatted(certificate.serial(), e.getMessage()),
          e);
    }
  }

  /** The group that has this certificate. */
  private StoredGroup group(String serialNumber) {
    StoredCertificate certificate = find(serialNumber);
    String groupId = certificate.groupId();
    if (groupId == null) {
      throw VaultFaults.noCertificate(serialNumber);
    }
    return authorities.get(groupId);
  }

  private StoredCertificate find(@Nullable String serialNumber) {
    String given = serialNumber == null ? "" : serialNumber;
    return serial(given)
        .flatMap(
            serial ->
                records.database().read(handle -> records.certificates().find(handle, serial)))
        .filter(one -> one.state() != StoredCertificate.State.RESERVED)
        .filter(one -> one.certificate() != null)
        .orElseThrow(() -> VaultFaults.noCertificate(given));
  }

  /** The number as it is stored; callers write it in any case, with leading zeros and colons. */
  private static Optional<String> serial(String given) {
    String digits = given.replace(":", "");
    if (digits.length() > MAX_SERIAL || !digits.matches("[0-9A-Fa-f]+")) {
      return Optional.empty();
    }
    return Optional.of(CertificateParts.serial(new BigInteger(digits, 16)));
  }

  static CertificateInfo info(StoredCertificate certificate) {
    return info(certificate.der());
  }

  static CertificateInfo info(byte[] der) {
    return Objects.requireNonNull(CertificateChains.of(der).chain(), "chain").get(0);
  }

  static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A stored certificate cannot be written", e);
    }
  }
}
