package org.bactrian.cloud.vault;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bactrian.cloud.vault.certificate.CertificateIssuer;
import org.bactrian.cloud.vault.certificate.CertificateParts;
import org.bactrian.cloud.vault.certificate.SigningRequest;
import org.bactrian.cloud.vault.certificate.SubjectNames;
import org.bactrian.cloud.vault.certificate.Validity;
import org.bactrian.cloud.vault.contract.AuditAction;
import org.bactrian.cloud.vault.contract.CertificateRequestState;
import org.bactrian.cloud.vault.contract.RevocationReason;
import org.bactrian.cloud.vault.key.KeyPairSecrets;
import org.bactrian.cloud.vault.key.KeySize;
import org.bactrian.cloud.vault.store.AuditNote;
import org.bactrian.cloud.vault.store.StoredCertificate;
import org.bactrian.cloud.vault.store.StoredCertificateBuilder;
import org.bactrian.cloud.vault.store.StoredGroup;
import org.bactrian.cloud.vault.store.StoredRequest;
import org.bactrian.cloud.vault.store.VaultCaller;
import org.bactrian.cloud.vault.store.WorkStep;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issuing of the certificates of approved requests. The serial number and the part to be signed are
 * in the database before a key signs: a replica that dies leaves what another one signs again, with
 * the same outcome, or revokes when the request has ended meanwhile.
 */
final class CertificateIssuance {

  private static final VaultCaller ROUTE = VaultCaller.route("vault-signing");
  private static final Logger LOG = LoggerFactory.getLogger(CertificateIssuance.class);
  private static final int MAX_HOSTS = 64;
  private static final int MAX_HOST = 255;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]+");

  /** Time after which a secret that belongs to no certificate is deleted. */
  private static final Duration SECRET_AGE = Duration.ofMinutes(10);

  private final VaultRecords records;
  private final GroupAuthorities authorities;
  private final VaultEntities entities;
  private final KeyPairSecrets secrets;
  private final CertificateRequests requests;

  CertificateIssuance(
      VaultRecords records,
      GroupAuthorities authorities,
      VaultEntities entities,
      KeyPairSecrets secrets,
      CertificateRequests requests) {
    this.records = records;
    this.authorities = authorities;
    this.entities = entities;
    this.secrets = secrets;
    this.requests = requests;
  }

  /** Name of the secret with the key of a certificate. */
  static String secretName(String serial) {
    return "key-" + serial;
  }

  /** Makes the certificate of a request; of one that has ended, revokes what was begun. */
  void issue(String requestId) {
    Optional<StoredRequest> found = requests.find(requestId);
    Optional<StoredCertificate> begun =
        records.database().read(handle -> records.certificates().ofRequest(handle, requestId));
    boolean wanted = found.isPresent() && found.get().state() == CertificateRequestState.Approved;
    if (!wanted) {
      begun.filter(one -> one.state() == StoredCertificate.State.RESERVED).ifPresent(this::revoke);
      return;
    }
    StoredCertificate reserved = begun.orElseGet(() -> reserve(found.get()));
    authorities.sign(reserved);
    complete(requestId, reserved.serial());
  }

  private void revoke(StoredCertificate certificate) {
    records
        .database()
        .transaction(
            handle -> {
              revoke(handle, certificate);
              return true;
            });
  }

  private void revoke(Handle handle, StoredCertificate certificate) {
    records
        .certificates()
        .revoke(handle, certificate.serial(), RevocationReason.CessationOfOperation, records.now());
    records.due(handle, WorkStep.REVOCATION, certificate.issuerId());
    records.due(handle, WorkStep.SECRET, secretName(certificate.serial()));
    records.audit(
        handle,
        AuditNote.of(ROUTE, AuditAction.CertificateRevoked)
            .withRequestId(certificate.requestId())
            .withEntityId(certificate.entityId())
            .withSerial(certificate.serial())
            .withDetail("its request ended while it was being signed"));
  }

  private void complete(String requestId, String serial) {
    records
        .database()
        .transaction(
            handle -> {
              Optional<StoredRequest> request = records.requests().findForUpdate(handle, requestId);
              Optional<StoredCertificate> signed =
                  records
                      .certificates()
                      .find(handle, serial)
                      .filter(one -> one.state() == StoredCertificate.State.RESERVED);
              if (signed.isEmpty()) {
                return false;
              }
              if (request.isPresent() && RequestTransition.COMPLETE.changes(request.get())) {
                complete(handle, request.get(), serial);
              } else {
                revoke(handle, signed.get());
              }
              return true;
            });
  }

  private void complete(Handle handle, StoredRequest request, String serial) {
    records.certificates().issue(handle, serial);
    StoredRequest completed =
        request.with(next -> next.state(CertificateRequestState.Completed).error(null));
    records.requests().update(handle, completed);
    records.audit(
        handle, AuditNote.of(ROUTE, AuditAction.RequestCompleted, request).withSerial(serial));
    requests.told(handle, completed);
    if (request.automatic()) {
      requests.accept(handle, completed, VaultCaller.route("vault-renewal"));
    }
  }

  private StoredCertificate reserve(StoredRequest request) {
    StoredGroup group = authorities.get(request.groupId());
    VaultEntity entity = entities.get(request.entityId());
    CertificateIssuer issuer = authorities.validIssuer(group);
    BigInteger number = authorities.newSerial();
    String serial = CertificateParts.serial(number);
    Instant now = records.now();
    byte[] csr = request.signingRequest();
    X500Name subject;
    PublicKey key;
    List<GeneralName> hosts = new ArrayList<>();
    if (csr == null) {
      KeyPair pair =
          new KeySize(
                  group.model().issuedSignatureAlgorithm().isCurve(), group.model().issuedKeySize())
              .newKeyPair();
      key = pair.getPublic();
      subject = subject(request, entity);
      keep(secretName(serial), pair.getPrivate());
    } else {
      SigningRequest signing = SigningRequest.read(csr);
      key = signing.key();
      subject = signing.subject();
      hosts.addAll(signing.hosts());
    }
    List<String> asked = request.hostNames().isEmpty() ? entity.hosts() : request.hostNames();
    asked.forEach(host -> host(host).ifPresent(hosts::add));
    Validity validity = Validity.of(group.model().issuedLifetime(), now).within(issuer.validity());
    StoredCertificate reserved =
        StoredCertificateBuilder.builder()
            .serial(serial)
            .issuerId(group.id())
            .state(StoredCertificate.State.RESERVED)
            .requestId(request.id())
            .entityId(request.entityId())
            .signedPart(
                CertificateParts.ofApplication(
                    issuer,
                    number,
                    validity,
                    subject,
                    key,
                    names(request.applicationUri(), hosts),
                    authorities.urls()))
            .signature(issuer.algorithm())
            .validity(validity)
            .created(now)
            .build();
    boolean first =
        records.database().transaction(handle -> records.certificates().reserve(handle, reserved));
    if (first) {
      return reserved;
    }
    // Another replica was first, and this one's key belongs to nothing.
    if (csr == null) {
      secrets.deleteSecret(secretName(serial));
    }
    return records
        .database()
        .read(handle -> records.certificates().ofRequest(handle, request.id()))
        .orElseThrow(() -> VaultFaults.noRequest(request.id()));
  }

  /** Keeps a key, and looks later whether a certificate was made for it. */
  private void keep(String name, PrivateKey key) {
    records
        .database()
        .transaction(
            handle -> {
              records.work().put(handle, WorkStep.SECRET, name, records.now().plus(SECRET_AGE));
              return true;
            });
    secrets.put(name, key.getEncoded());
  }

  /** Deletes a secret that nobody will be given: of no certificate, or of an ended request. */
  void forgetSecret(String name) {
    String serial = name.substring(secretName("").length());
    boolean needed =
        records
            .database()
            .read(handle -> records.certificates().find(handle, serial))
            .filter(one -> one.state() != StoredCertificate.State.REVOKED)
            .filter(one -> one.validity().notAfter().isAfter(records.now()))
            .map(StoredCertificate::requestId)
            .flatMap(requests::find)
            .filter(request -> !request.delivered())
            .filter(this::isWanted)
            .isPresent();
    if (!needed) {
      secrets.deleteSecret(name);
    }
  }

  /**
   * Returns whether somebody may fetch the key of a request, or it may be brought to its entity.
   */
  private boolean isWanted(StoredRequest request) {
    return request.state() != CertificateRequestState.Accepted
        || entities.find(request.entityId()).isPresent()
            && !records
                .database()
                .read(handle -> records.requests().isSuperseded(handle, request.id()));
  }

  /** The key of a certificate; empty when there is none here. */
  Optional<byte[]> key(StoredCertificate certificate) {
    return secrets.find(secretName(certificate.serial()));
  }

  /** A key that was kept, and the public one of its certificate. */
  static PrivateKey privateKey(byte[] key, X509Certificate certificate) {
    try {
      return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A stored key cannot be read", e);
    }
  }

  private static X500Name subject(StoredRequest request, VaultEntity entity) {
    String asked = request.subject();
    return asked == null
        ? SubjectNames.of(entity.name(), request.applicationUri())
        : TrustGroupRules.distinguishedName("subjectName", asked);
  }

  /** Reads a host name or an address; empty for what is neither. */
  static Optional<GeneralName> host(String host) {
    if (host.length() > MAX_HOST || !HOST.matcher(host).matches()) {
      return Optional.empty();
    }
    boolean address = host.matches("[0-9.]+") || host.indexOf(':') >= 0;
    try {
      return Optional.of(
          new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      LOG.debug("{} is no address", host, e);
      return Optional.empty();
    }
  }

  private static List<GeneralName> names(String applicationUri, List<GeneralName> hosts) {
    Map<String, GeneralName> names = new LinkedHashMap<>();
    GeneralName uri = new GeneralName(GeneralName.uniformResourceIdentifier, applicationUri);
    names.put(uri.toString(), uri);
    hosts.stream().limit(MAX_HOSTS).forEach(host -> names.putIfAbsent(host.toString(), host));
    return List.copyOf(names.values());
  }
}
