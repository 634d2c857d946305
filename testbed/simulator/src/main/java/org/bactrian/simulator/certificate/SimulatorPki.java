package org.bactrian.simulator.certificate;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.simulator.settings.ClientTrust;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateManager;
import org.eclipse.milo.opcua.stack.core.security.CertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.FileBasedCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.FileBasedTrustListManager;
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

  private static final Period VALIDITY = Period.ofYears(10);

  private final List<Closeable> watched = new ArrayList<>();
  private final KeyStoreCertificateStore store;
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
    TrustListManager applicationTrust = trustList(trust, applications);
    TrustListManager userTrust = trustList(trust, people);
    store =
        KeyStoreCertificateStore.createAndInitialize(
            new KeyStoreCertificateStore.Settings(
                applications.resolve(KEY_STORE),
                () -> KEY_STORE_PASSWORD,
                alias -> KEY_STORE_PASSWORD));
    forgetCertificateOfAnotherName(applicationUri);
    rejected = quarantine(applications);
    clients = validator(trust, applicationTrust, rejected);
    certificates =
        new DefaultCertificateManager(
            rejected,
            DefaultApplicationGroup.createAndInitialize(
                applicationTrust, store, new SelfSigned(applicationUri), clients));
    users = validator(trust, userTrust, quarantine(people));
  }

  private void forgetCertificateOfAnotherName(String applicationUri) throws Exception {
    NodeId type = NodeIds.RsaSha256ApplicationCertificateType;
    if (store.contains(type)
        && !applicationUri.equals(CertificateUtil.getSanUri(certificate()).orElse(""))) {
      store.remove(type);
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
  public X509Certificate certificate() throws Exception {
    return store.get(NodeIds.RsaSha256ApplicationCertificateType).certificateChain[0];
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
    for (Closeable one : watched) {
      one.close();
    }
    store.close();
  }

  /**
   * Files are watched only where it matters what is in them: the system has few watches to give.
   */
  private TrustListManager trustList(ClientTrust trust, Path folder) throws IOException {
    if (trust == ClientTrust.ANY) {
      return new MemoryTrustListManager();
    }
    FileBasedTrustListManager files = FileBasedTrustListManager.createAndInitialize(folder);
    watched.add(files);
    return files;
  }

  private static CertificateValidator validator(
      ClientTrust trust, TrustListManager trusted, CertificateQuarantine rejected) {
    return switch (trust) {
      case ANY -> (chain, applicationUri, hostnames) -> {};
      case TRUST_LIST -> new ClientCertificateValidator(trusted, rejected);
    };
  }

  private static CertificateQuarantine quarantine(Path folder) throws IOException {
    return FileBasedCertificateQuarantine.create(folder.resolve("rejected").resolve("certs"));
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
