package org.bactrian.opcua.push;

import java.io.IOException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bactrian.model.vault.DerNesting;
import org.bactrian.opcua.pki.DeliveredTrustList;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.session.ConnectFault;
import org.bactrian.opcua.session.ConnectedServer;
import org.bactrian.opcua.session.NotConnectedException;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Client of the ServerConfiguration object of a connected server (Part 12, 7.10). The session must
 * be encrypted and that of an administrator. Faults are {@link UaException}s whose messages name
 * the method and what it answered; an answer that OPC UA does not know is {@code
 * Bad_DecodingError}, one without end {@code Bad_ResponseTooLarge}. For threads that may wait; not
 * for several at once.
 */
public final class ServerConfigurationClient {

  private static final Logger LOG = LoggerFactory.getLogger(ServerConfigurationClient.class);

  /** Certificate group that servers have in any case. */
  public static final NodeId DEFAULT_GROUP =
      NodeIds.ServerConfiguration_CertificateGroups_DefaultApplicationGroup;

  private static final NodeId OBJECT = NodeIds.ServerConfiguration;
  private static final int NONCE_BYTES = 32;
  private static final int LARGEST_REQUEST = 64 * 1024;
  private static final int MOST_REJECTED = 1_000;
  private static final Duration READ_BACK = Duration.ofSeconds(15);
  private static final long PAUSE_MS = 200;

  private final ServerMethods server;
  private final SecureRandom random = new SecureRandom();

  public ServerConfigurationClient(ConnectedServer server) {
    this.server = new ServerMethods(server.nodes(), server.client());
  }

  /** Types of certificates of a group, as the server announces them; none when it does not. */
  public List<NodeId> certificateTypes(NodeId group) throws UaException {
    Optional<NodeId> property = server.child(group, "CertificateTypes");
    return property.isEmpty()
        ? List.of()
        : server.value(property.get(), NodeId[].class).map(Arrays::asList).orElse(List.of());
  }

  /**
   * Asks for a signing request (Part 12, 7.10.10).
   *
   * @param subject distinguished name, such as {@code CN=Press 4,O=Plant}; empty for that of the
   *     present certificate
   * @param newKey whether the server makes another key, which it uses once it has the certificate
   * @return a PKCS #10 request in DER, whose signature was checked
   */
  public byte[] createSigningRequest(NodeId group, NodeId type, String subject, boolean newKey)
      throws UaException {
    byte[] nonce = new byte[newKey ? NONCE_BYTES : 0];
    random.nextBytes(nonce);
    byte[] request =
        ServerMethods.output(
                server.call(
                    OBJECT,
                    NodeIds.ServerConfiguration_CreateSigningRequest,
                    "CreateSigningRequest",
                    new Variant(group),
                    new Variant(type),
                    new Variant(subject),
                    new Variant(newKey),
                    new Variant(ByteString.of(nonce))),
                ByteString.class,
                "CreateSigningRequest")
            .bytesOrEmpty();
    requireSigned(request);
    return request;
  }

  private static void requireSigned(byte[] request) throws UaException {
    try {
      if (request.length <= LARGEST_REQUEST && DerNesting.isShallow(request)) {
        PKCS10CertificationRequest parsed = new PKCS10CertificationRequest(request);
        if (parsed.isSignatureValid(
            new JcaContentVerifierProviderBuilder().build(parsed.getSubjectPublicKeyInfo()))) {
          return;
        }
      }
    } catch (IOException | OperatorCreationException | PKCSException | RuntimeException e) {
      // Malformed DER makes the parser throw unchecked exceptions of many kinds.
      throw notARequest(request, e);
    }
    throw notARequest(request, null);
  }

  private static UaException notARequest(byte[] request, @Nullable Exception cause) {
    return new UaException(
        StatusCodes.Bad_DecodingError,
        "CreateSigningRequest answered %d bytes that are no signed PKCS #10 request"
            .formatted(request.length),
        cause);
  }

  /**
   * Gives the server a certificate (Part 12, 7.10.5).
   *
   * @param chain the certificate, then its issuers
   * @param key its private key; empty when the server has it
   * @return whether the server uses it only after {@link #applyChanges}
   * @throws UaException {@code Bad_NotSupported} also when the server takes keys in no form that is
   *     known here
   */
  public boolean updateCertificate(
      NodeId group, NodeId type, List<X509Certificate> chain, Optional<PrivateKey> key)
      throws UaException {
    ByteString[] encoded = new ByteString[chain.size()];
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = der(chain.get(i));
    }
    Optional<PrivateKeyForm> form =
        key.isEmpty() ? Optional.empty() : Optional.of(privateKeyForm());
    List<Variant> outputs =
        server.call(
            OBJECT,
            NodeIds.ServerConfiguration_UpdateCertificate,
            "UpdateCertificate",
            new Variant(group),
            new Variant(type),
            new Variant(encoded[0]),
            new Variant(Arrays.copyOfRange(encoded, 1, encoded.length)),
            new Variant(form.map(Enum::name).orElse("")),
            new Variant(
                form.map(one -> one.encode(key.orElseThrow(), chain))
                    .orElse(ByteString.of(new byte[0]))));
    return ServerMethods.output(outputs, Boolean.class, "UpdateCertificate");
  }

  private PrivateKeyForm privateKeyForm() throws UaException {
    String[] announced =
        server
            .value(NodeIds.ServerConfiguration_SupportedPrivateKeyFormats, String[].class)
            .orElse(new String[0]);
    return PrivateKeyForm.among(announced)
        .orElseThrow(
            () ->
                new UaException(
                    StatusCodes.Bad_NotSupported,
                    "the server takes private keys as [%s], and not as PEM or PFX"
                        .formatted(Arrays.stream(announced).collect(Collectors.joining(", ")))));
  }

  private static ByteString der(X509Certificate certificate) throws UaException {
    try {
      return ByteString.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new UaException(StatusCodes.Bad_CertificateInvalid, e);
    }
  }

  /** Makes the server use what it was given; it may end every connection after its answer. */
  public void applyChanges() throws UaException {
    server.call(OBJECT, NodeIds.ServerConfiguration_ApplyChanges, "ApplyChanges");
  }

  /** Makes the server forget what it was given and does not use yet. */
  public void cancelChanges() throws UaException {
    server.call(OBJECT, NodeIds.ServerConfiguration_CancelChanges, "CancelChanges");
  }

  /** Certificates of clients that the server refused, in DER, as it chooses to keep them. */
  public List<byte[]> rejectedCertificates() throws UaException {
    ByteString[] rejected =
        ServerMethods.output(
            server.call(OBJECT, NodeIds.ServerConfiguration_GetRejectedList, "GetRejectedList"),
            ByteString[].class,
            "GetRejectedList");
    if (rejected.length > MOST_REJECTED) {
      throw new UaException(
          StatusCodes.Bad_ResponseTooLarge,
          "GetRejectedList answered %d certificates, of which at most %d are taken"
              .formatted(rejected.length, MOST_REJECTED));
    }
    return Arrays.stream(rejected).map(ByteString::bytesOrEmpty).toList();
  }

  /**
   * Replaces the trust list of a group: as a whole or, where the server cannot, by single trusted
   * certificates. Changes that wait for ApplyChanges are applied.
   *
   * @return whether anything was changed
   * @throws UaException {@code Bad_EncodingLimitsExceeded} when the list is larger than the server
   *     takes
   */
  public boolean replaceTrustList(NodeId group, DeliveredTrustList delivered) throws UaException {
    TrustListContent wanted = TrustListContent.of(delivered);
    ServerTrustList list = ServerTrustList.of(server, group);
    TrustListContent present = list.read();
    if (present.equals(wanted)) {
      return false;
    }
    if (!list.has("CloseAndUpdate")) {
      replaceSingly(list, present, wanted);
      return true;
    }
    requireRoom(wanted);
    if (list.write(wanted)) {
      applyOrCancel();
    }
    Optional<TrustListContent> taken = readBack(list);
    if (taken.isPresent() && !taken.get().equals(wanted)) {
      replaceIgnored(list, taken.get(), wanted);
    }
    return true;
  }

  /** Some servers acknowledge a whole list and take single certificates only. */
  private static void replaceIgnored(
      ServerTrustList list, TrustListContent taken, TrustListContent wanted) throws UaException {
    replaceSingly(list, taken, wanted);
    TrustListContent kept = list.read();
    if (!kept.equals(wanted)) {
      throw new UaException(
          StatusCodes.Bad_NotSupported,
          "the server acknowledged a trust list of %s and keeps one of %s".formatted(wanted, kept));
    }
  }

  /**
   * Reads what the server made of a list; empty when it lets this client in no longer, which a
   * trust list without it brings about.
   */
  private static Optional<TrustListContent> readBack(ServerTrustList list) throws UaException {
    long end = System.nanoTime() + READ_BACK.toNanos();
    while (true) {
      try {
        return Optional.of(list.read());
      } catch (UaException e) {
        boolean refused =
            e instanceof NotConnectedException none
                && none.fault() == ConnectFault.REFUSED_BY_SERVER;
        if (refused) {
          LOG.warn(
              "The trust list was replaced and does not name this client, which the server lets in"
                  + " no longer");
          return Optional.empty();
        }
        boolean lost = e instanceof NotConnectedException || StatusText.meansLostConnection(e);
        if (!lost || System.nanoTime() > end) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() throws UaException {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UaException(StatusCodes.Bad_Shutdown, "the edge is shutting down");
    }
  }

  /**
   * Adds and removes single trusted certificates; authorities and revocation lists cannot be
   * changed so (Part 12, 7.8.2.4).
   */
  private static void replaceSingly(
      ServerTrustList list, TrustListContent present, TrustListContent wanted) throws UaException {
    if (!present.differsInTrustedCertificatesOnly(wanted)) {
      throw new UaException(
          StatusCodes.Bad_NotSupported,
          "the server takes single trusted certificates only, and neither authorities nor"
              + " revocation lists");
    }
    for (ByteString certificate : wanted.trustedCertificates()) {
      if (!present.trustedCertificates().contains(certificate)) {
        list.add(certificate);
      }
    }
    for (ByteString certificate : present.trustedCertificates()) {
      if (!wanted.trustedCertificates().contains(certificate)) {
        list.remove(certificate);
      }
    }
  }

  private void requireRoom(TrustListContent wanted) throws UaException {
    long largest =
        server
            .value(NodeIds.ServerConfiguration_MaxTrustListSize, UInteger.class)
            .map(UInteger::longValue)
            .orElse(0L);
    int size = wanted.encode(server.client().getStaticEncodingContext()).length;
    if (largest > 0 && size > largest) {
      throw new UaException(
          StatusCodes.Bad_EncodingLimitsExceeded,
          "the trust list has %d bytes, and the server takes %d".formatted(size, largest));
    }
  }

  /** Applies what was staged; what cannot be applied is dropped, so that nothing comes of it. */
  public void applyOrCancel() throws UaException {
    try {
      applyChanges();
    } catch (UaException e) {
      cancel(e);
      throw e;
    }
  }

  private void cancel(UaException reason) {
    try {
      cancelChanges();
    } catch (UaException e) {
      // Servers before version 1.05 have no such method; they forget changes with the session.
      reason.addSuppressed(e);
    }
  }
}
