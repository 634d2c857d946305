package org.bactrian.opcua.pki;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.security.TrustListManager;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.util.validation.CertificateValidationUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates the certificate of a server (Part 4, 6.1.3): its chain against the trusted and issuer
 * folders, the validity and revocation of each certificate in it, its application URI, its key and
 * its host name. All faults are reported at once. Safe for use by several threads.
 */
public final class ServerCertificateTrustValidator implements CertificateValidator {

  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificateTrustValidator.class);
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final int MAX_NOTED = 10_000;

  private final PkiFolders folders;
  private final ServerCertificateRules checks;
  private final InstantSource clock;

  /** Messages that were logged already, so that each is logged once. */
  private final Set<String> noted = ConcurrentHashMap.newKeySet();

  /**
   * @param folders where trust and revocation lists are
   * @param clock time at which certificates and lists must be valid
   */
  public ServerCertificateTrustValidator(
      PkiFolders folders, ServerCertificateRules checks, InstantSource clock) {
    this.folders = folders;
    this.checks = checks;
    this.clock = clock;
  }

  @Override
  public void validateCertificateChain(
      List<X509Certificate> chain, String applicationUri, String[] hostNames) throws UaException {
    validate(chain, applicationUri, hostNames, Optional.empty());
  }

  /**
   * Checks the certificate of an endpoint before it is connected to.
   *
   * @param chain the certificate, then its issuers
   * @param policy security policy of the endpoint, which asks for a length of the key
   * @throws CertificateRefusedException with all that is wrong
   */
  public void validateEndpoint(
      List<X509Certificate> chain, String applicationUri, String hostName, SecurityPolicy policy)
      throws CertificateRefusedException {
    validate(chain, applicationUri, new String[] {hostName}, Optional.of(policy));
  }

  private void validate(
      List<X509Certificate> chain,
      String applicationUri,
      String[] hostNames,
      Optional<SecurityPolicy> policy)
      throws CertificateRefusedException {
    X509Certificate certificate = chain.get(0);
    List<CertificateFault> faults = new ArrayList<>();
    ofPath(chain, faults);
    if (applicationUri != null
        && fails(
            () -> CertificateValidationUtil.checkApplicationUri(certificate, applicationUri))) {
      faults.add(CertificateFault.application(certificate, applicationUri));
    }
    policy.ifPresent(asking -> ofKey(certificate, asking, faults));
    if (hostNames != null
        && fails(
            () -> CertificateValidationUtil.checkHostnameOrIpAddress(certificate, hostNames))) {
      if (checks.checkHostName()) {
        faults.add(CertificateFault.host(certificate, hostNames));
      } else {
        noteOtherHost(certificate, hostNames);
      }
    }
    if (faults.isEmpty()) {
      return;
    }
    if (checks.autoAccept() && faults.stream().noneMatch(CertificateFault::isFinal)) {
      noteAccepted(certificate, faults);
    } else {
      throw refusal(certificate, faults);
    }
  }

  private void ofPath(List<X509Certificate> chain, List<CertificateFault> faults) {
    Instant now = clock.instant();
    TrustListManager trust = folders.trustList();
    List<X509Certificate> known = new ArrayList<>(trust.getTrustedCertificates());
    known.addAll(trust.getIssuerCertificates());
    CertificatePath path = CertificatePath.of(chain, known, now);
    if (path.certificates().stream().noneMatch(trust.getTrustedCertificates()::contains)) {
      faults.add(CertificateFault.untrusted());
    }
    ofTime(path.certificates(), now, faults);
    ofSignature(path.certificates(), faults);
    if (!path.isComplete()) {
      faults.add(CertificateFault.incomplete(path.last()));
    } else if (faults.isEmpty()) {
      ofRules(path, now, faults);
    }
    List<X509CRL> lists = new ArrayList<>(trust.getTrustedCrls());
    lists.addAll(trust.getIssuerCrls());
    ofRevocation(path.certificates(), new RevocationCheck(lists, now), faults);
  }

  /** The signature of an authority under its own certificate proves nothing. */
  private void ofSignature(List<X509Certificate> path, List<CertificateFault> faults) {
    if (checks.rejectSha1()) {
      path.stream()
          .filter(one -> one.getSigAlgName().toUpperCase(Locale.ROOT).startsWith("SHA1"))
          .filter(one -> one.equals(path.get(0)) || !CertificatePath.isSelfSigned(one))
          .findFirst()
          .map(CertificateFault::sha1)
          .ifPresent(faults::add);
    }
  }

  private static void ofTime(
      List<X509Certificate> path, Instant now, List<CertificateFault> faults) {
    for (X509Certificate certificate : path) {
      if (!CertificatePath.isValidAt(certificate, now)) {
        faults.add(
            certificate.equals(path.get(0))
                ? CertificateFault.time(certificate)
                : CertificateFault.issuerTime(certificate));
      }
    }
  }

  private static void ofRules(CertificatePath path, Instant now, List<CertificateFault> faults) {
    X509Certificate certificate = path.certificates().get(0);
    try {
      path.validate(now);
    } catch (GeneralSecurityException e) {
      faults.add(CertificateFault.ofPath(e));
    }
    try {
      Set<String> critical = certificate.getCriticalExtensionOIDs();
      // Many servers have certificates that do not say what they are for, or not all of it.
      if (critical != null && critical.contains(KEY_USAGE)) {
        CertificateValidationUtil.checkEndEntityKeyUsage(certificate);
      }
      if (critical != null && critical.contains(EXTENDED_KEY_USAGE)) {
        CertificateValidationUtil.checkEndEntityExtendedKeyUsage(certificate, false);
      }
    } catch (UaException e) {
      faults.add(CertificateFault.usage(e));
    }
  }

  private void ofRevocation(
      List<X509Certificate> path, RevocationCheck revocation, List<CertificateFault> faults) {
    for (int i = 0; i < path.size() - 1; i++) {
      revocation
          .check(path.get(i), path.get(i + 1), i == 0)
          .filter(fault -> fault.isFinal() || checks.rejectUnknownRevocation())
          .ifPresent(faults::add);
    }
  }

  private void ofKey(
      X509Certificate certificate, SecurityPolicy policy, List<CertificateFault> faults) {
    RsaKeyLengths allowed = RsaKeyLengths.of(policy, checks.minimumKeyBits());
    allowed
        .violatedBy(certificate)
        .ifPresent(bits -> faults.add(CertificateFault.key(bits, policy.name(), allowed)));
  }

  private interface Check {
    void run() throws UaException;
  }

  private static boolean fails(Check check) {
    try {
      check.run();
      return false;
    } catch (UaException e) {
      return true;
    }
  }

  private void noteOtherHost(X509Certificate certificate, String[] hostNames) {
    if (isNew(PkiFolders.thumbprint(certificate) + String.join(",", hostNames))) {
      LOG.warn(
          "{} {}. It is accepted, since many servers are reached by another name than they know;"
              + " option --check-host-name refuses it.",
          subject(certificate),
          CertificateFault.otherHost(certificate, hostNames));
    }
  }

  private void noteAccepted(X509Certificate certificate, List<CertificateFault> faults) {
    String statuses =
        faults.stream()
            .map(fault -> StatusText.of(new StatusCode(fault.status())))
            .collect(Collectors.joining(", "));
    if (isNew(PkiFolders.thumbprint(certificate) + statuses)) {
      LOG.warn(
          "{} would be refused ({}) and is accepted because auto-accept is on. It was written to"
              + " {}.",
          subject(certificate),
          statuses,
          folders.reject(certificate));
    }
  }

  private boolean isNew(String note) {
    if (noted.size() >= MAX_NOTED) {
      noted.clear();
    }
    return noted.add(note);
  }

  private CertificateRefusedException refusal(
      X509Certificate certificate, List<CertificateFault> faults) {
    // Someone who revoked it wants nothing else to be told first.
    CertificateFault first =
        faults.stream().min(Comparator.comparing(fault -> !fault.isFinal())).orElseThrow();
    Path file = folders.rejectedCertificates().resolve(PkiFolders.fileName(certificate));
    boolean untrusted = faults.stream().anyMatch(CertificateFault::isTrust);
    boolean onlyUntrusted = untrusted && faults.size() == 1;
    if (untrusted) {
      folders.reject(certificate);
    }
    String what =
        subject(certificate)
            + " "
            + faults.stream()
                .map(CertificateFault::description)
                .collect(Collectors.joining(", and "))
            + ". "
            + faults.stream()
                .map(CertificateFault::remedy)
                .filter(remedy -> !remedy.isEmpty())
                .collect(Collectors.joining(" "));
    if (!untrusted) {
      return new CertificateRefusedException(first.status(), what, what, false);
    }
    return new CertificateRefusedException(
        first.status(),
        what
            + trust(
                onlyUntrusted,
                "rejected/certs/" + file.getFileName(),
                "trusted/certs of the PKI folder"),
        what + trust(onlyUntrusted, file.toString(), folders.trustedCertificates().toString()),
        onlyUntrusted);
  }

  /** Instruction to trust the certificate, which is of use when nothing else is wrong. */
  private static String trust(boolean onlyUntrusted, String file, String folder) {
    return onlyUntrusted
        ? "Check it and move " + file + " to " + folder + "; the next try then connects."
        : " Only then move its file to " + folder + "; this one is " + file + ".";
  }

  private static String subject(X509Certificate certificate) {
    return "Server certificate " + certificate.getSubjectX500Principal();
  }
}
