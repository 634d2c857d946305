package org.bactrian.simulator.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.List;
import org.bactrian.simulator.settings.ClientTrust;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateManager;
import org.eclipse.milo.opcua.stack.core.security.CertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.KeyStoreCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.TrustListManager;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;

/**
 * The simulator's certificate, made on the first start and kept, and the lists of those it trusts.
 */
public final class SimulatorPki implements AutoCloseable {

  private static final String KEY_STORE = "simulator.pfx";

  /** PKCS#12 wants a password; what guards the file is that only its owner may read it. */
  private static final char[] KEY_STORE_PASSWORD = "simulator".toCharArray();

  private static final NodeId TYPE = NodeIds.RsaSha256ApplicationCertificateType;

  private static final Period VALIDITY = Period.ofYears(10);

  private final KeyStoreCertificateStore store;
  private final TrustListManager applicationTrust;
  private final TrustListManager userTrust;
  private final DefaultApplicationGroup group;
  private final CertificateManager certificates;
  private final CertificateQuarantine rejected;
  private final CertificateValidator clients;
  private final CertificateValidator users;

  /**
   * Reads the certificate and the lists, and makes what is missing.
   *
   * @param folder where they are kept, in {@code pki} and {@code users}
   * @throws Exception when the folder cannot be used
   */
  public SimulatorPki(Path folder, String applicationUri, ClientTrust trust) throws Exception {
    Path applications = ownersFolder(folder.resolve("pki"));
    Path people = ownersFolder(folder.resolve("users"));
    applicationTrust = trustList(trust, applications);
    userTrust = trustList(trust, people);
    store =
        KeyStoreCertificateStore.createAndInitialize(
            new KeyStoreCertificateStore.Settings(
                applications.resolve(KEY_STORE),
                () -> KEY_STORE_PASSWORD,
                alias -> KEY_STORE_PASSWORD));
    forgetCertificateOfAnotherName(applicationUri);
    rejected = quarantine(applications);
    clients = validator(trust, applicationTrust, rejected);
    group =
        DefaultApplicationGroup.createAndInitialize(
            applicationTrust, store, new SelfSigned(applicationUri), clients);
    certificates = new DefaultCertificateManager(rejected, group);
    users = validator(trust, userTrust, quarantine(people));
  }

  private void forgetCertificateOfAnotherName(String applicationUri) throws Exception {
    if (store.contains(TYPE)
        && !applicationUri.equals(
            CertificateUtil.getSanUri(store.get(TYPE).certificateChain[0]).orElse(""))) {
      store.remove(TYPE);
    }
  }

  /** The server's certificate and key, and the trust list of its clients, as Milo takes them. */
  public CertificateManager certificates() {
    return certificates;
  }

  /** Refuses the certificates of clients that may not connect. */
  public CertificateValidator clients() {
    return clients;
  }

  /** The certificates of clients that were refused. */
  public List<X509Certificate> rejected() {
    return rejected.getRejectedCertificates();
  }

  /** The server's certificate. */
  public X509Certificate certificate() {
    return chain()[0];
  }

  /** The server's certificate, then its issuers. */
  X509Certificate[] chain() {
    return group.getCertificateChain(TYPE).orElseThrow();
  }

  /** The server's key pair. */
  KeyPair keys() {
    return group.getKeyPair(TYPE).orElseThrow();
  }

  /** A key pair for another certificate. */
  KeyPair newKeys() throws Exception {
    return group.getCertificateFactory().createKeyPair(TYPE);
  }

  /** Keeps another certificate and key in place of the server's. */
  void replaceCertificate(KeyPair keys, X509Certificate[] chain) throws Exception {
    group.updateCertificate(TYPE, keys, chain);
  }

  /** Certificates of applications that are trusted, where the server asks for trust. */
  TrustListManager applicationTrust() {
    return applicationTrust;
  }

  /** Certificates of users that are trusted, where the server asks for trust. */
  TrustListManager userTrust() {
    return userTrust;
  }

  /** Returns whether a user may log on with a certificate. */
  public boolean trustsUser(X509Certificate certificate) {
    try {
      users.validateCertificateChain(List.of(certificate), null, null);
      return true;
    } catch (UaException refused) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
  }

  private static TrustListManager trustList(ClientTrust trust, Path folder) throws IOException {
    return trust == ClientTrust.ANY ? new MemoryTrustListManager() : new FolderTrustList(folder);
  }

  private static CertificateValidator validator(
      ClientTrust trust, TrustListManager trusted, CertificateQuarantine rejected) {
    return switch (trust) {
      case ANY -> (chain, applicationUri, hostnames) -> {};
      case TRUST_LIST -> new ClientCertificateValidator(trusted, rejected);
    };
  }

  private static CertificateQuarantine quarantine(Path folder) throws IOException {
    return new QuarantineFolder(folder.resolve("rejected").resolve("certs"));
  }

  /** The private key lies inside, so nobody else may look. */
  private static Path ownersFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    return folder;
  }

  private static final class SelfSigned extends RsaSha256CertificateFactory {

    private final String applicationUri;

    SelfSigned(String applicationUri) {
      this.applicationUri = applicationUri;
    }

    @Override
    protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keyPair) throws Exception {
      X509Certificate certificate =
          new SelfSignedCertificateBuilder(keyPair)
              .setCommonName("Bactrian Simulator")
              .setOrganization("Bactrian")
              .setApplicationUri(applicationUri)
              .addDnsName("localhost")
              .addIpAddress("127.0.0.1")
              .setValidityPeriod(VALIDITY)
              .build();
      return new X509Certificate[] {certificate};
    }
  }
}
