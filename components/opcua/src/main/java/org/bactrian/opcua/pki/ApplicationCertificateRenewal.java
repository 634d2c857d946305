package org.bactrian.opcua.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.file.JournaledFiles;
import org.bactrian.model.file.OwnerOnly;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renewal of the application certificate by an authority (as Part 12, 7.10.8 and 7.10.5 have it for
 * servers): signing requests, and the certificates that answer them. A key that was made for a
 * request lies in {@code own/private/pending.pem} until its certificate comes, so that it outlives
 * the process. Certificate and key change together or not at all. Thread-safe.
 */
public final class ApplicationCertificateRenewal {

  private static final Logger LOG = LoggerFactory.getLogger(ApplicationCertificateRenewal.class);
  private static final int KEY_BITS = 2048;
  private static final int MAX_SUBJECT = 500;
  private static final int USAGE =
      KeyUsage.digitalSignature
          | KeyUsage.nonRepudiation
          | KeyUsage.keyEncipherment
          | KeyUsage.dataEncipherment;

  private final PkiFolders folders;
  private final ReloadableApplicationCertificate certificate;
  private final InstantSource clock;

  /**
   * @param folders where certificate and keys are
   * @param certificate certificate that is replaced
   * @param clock time at which new certificates must be valid
   */
  public ApplicationCertificateRenewal(
      PkiFolders folders, ReloadableApplicationCertificate certificate, InstantSource clock) {
    this.folders = folders;
    this.certificate = certificate;
    this.clock = clock;
  }

  /**
   * Request of a certificate.
   *
   * @param der PKCS #10 in DER, with the application URI and the host names of the present
   *     certificate
   * @param applicationUri URI in it
   */
  public record RenewalRequest(byte[] der, String applicationUri) {}

  /**
   * Makes a request for a certificate that is to replace the present one.
   *
   * @param subject distinguished name (RFC 4514); empty for that of the present certificate
   * @param newKey whether a new key pair is made; a key of an earlier request that has not been
   *     answered is dropped then
   * @throws OperationException when the subject is no name, or the new key cannot be stored
   */
  public synchronized RenewalRequest request(String subject, boolean newKey) {
    ApplicationCertificate present = certificate.current();
    X509Certificate leaf = present.chain().get(0);
    try {
      X500Name name = name(subject, leaf);
      KeyPair keys = newKey ? newKeys() : new KeyPair(leaf.getPublicKey(), present.key());
      ContentSigner signer = new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate());
      ExtensionsGenerator extensions = new ExtensionsGenerator();
      extensions.addExtension(Extension.subjectAlternativeName, false, names(present));
      extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      extensions.addExtension(Extension.keyUsage, true, new KeyUsage(USAGE));
      extensions.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      byte[] der =
          new JcaPKCS10CertificationRequestBuilder(name, keys.getPublic())
              .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
              .build(signer)
              .getEncoded();
      return new RenewalRequest(der, present.applicationUri());
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw PkiFolders.unwritable("The key of the signing request", e);
    }
  }

  /**
   * Replaces the present certificate.
   *
   * @param issued the certificate, then its issuers
   * @param sentKey key of it in PKCS #8, when it was not made here
   * @return the certificate that is used from now on
   * @throws OperationException when it is of no use, is not for a key that is here, or cannot be
   *     stored; the former one stays in use then
   */
  public synchronized ApplicationCertificate replace(
      List<X509Certificate> issued, Optional<byte[]> sentKey) {
    String uri = certificate.current().applicationUri();
    List<X509Certificate> chain = new IssuedCertificateCheck(uri, clock.instant()).check(issued);
    try {
      Optional<PrivateKey> pending = pendingKey();
      List<PrivateKey> keys = new ArrayList<>();
      if (sentKey.isPresent()) {
        keys.add(decode(sentKey.get()));
      } else {
        pending.ifPresent(keys::add);
        keys.add(certificate.current().key());
      }
      ApplicationCertificate next =
          keys.stream()
              .map(key -> new ApplicationCertificate(chain, key, uri))
              .filter(ApplicationCertificate::isPair)
              .findFirst()
              .orElseThrow(
                  () ->
                      IssuedCertificateCheck.refused(
                          sentKey.isPresent()
                              ? "does not belong to the key that is sent with it."
                              : "belongs to no key of this edge. Make a new signing request and"
                                  + " answer that."));
      JournaledFiles.Changes changes = new JournaledFiles.Changes();
      if (pending.filter(next.key()::equals).isPresent()) {
        changes.delete(folders.pendingKey());
      }
      certificate.replace(next, changes);
      return next;
    } catch (IOException e) {
      throw PkiFolders.unwritable("The new application certificate", e);
    }
  }

  private KeyPair newKeys() throws IOException, GeneralSecurityException {
    KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
    OwnerOnly.write(folders.pendingKey(), ApplicationCertificate.pem(keys.getPrivate()));
    return keys;
  }

  private Optional<PrivateKey> pendingKey() throws IOException {
    if (!Files.exists(folders.pendingKey())) {
      return Optional.empty();
    }
    try {
      return Optional.of(ApplicationCertificate.readKey(folders.pendingKey(), "RSA"));
    } catch (ApplicationCertificate.DamagedFileException e) {
      LOG.warn("{}. A new signing request replaces it.", e.getMessage());
      return Optional.empty();
    }
  }

  private static PrivateKey decode(byte[] pkcs8) {
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      // The cause could tell of the key.
      LOG.debug("The key that was sent is damaged: {}", e.getClass().getName());
      throw IssuedCertificateCheck.refused(
          "comes with a key that is no RSA key in PKCS #8 DER form.");
    }
  }

  private static X500Name name(String subject, X509Certificate present) {
    if (subject.isBlank()) {
      return X500Name.getInstance(present.getSubjectX500Principal().getEncoded());
    }
    try {
      if (subject.length() <= MAX_SUBJECT) {
        X500Name name = new X500Name(subject);
        if (name.getRDNs().length > 0) {
          return name;
        }
      }
    } catch (IllegalArgumentException e) {
      LOG.debug("{} is no distinguished name", subject, e);
    }
    throw new OperationException(
        FaultKind.BAD_REQUEST,
        "subjectName is no distinguished name of at most "
            + MAX_SUBJECT
            + " characters. Write one such as CN=Edge 1,O=Contoso, or leave it out.");
  }

  private static GeneralNames names(ApplicationCertificate present) {
    X509Certificate leaf = present.chain().get(0);
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.uniformResourceIdentifier, present.applicationUri()));
    CertificateUtil.getSanDnsNames(leaf)
        .forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
    CertificateUtil.getSanIpAddresses(leaf)
        .forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }
}
