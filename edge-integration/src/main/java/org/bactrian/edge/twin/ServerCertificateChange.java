package org.bactrian.edge.twin;

import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bactrian.edge.twin.contract.ServerCertificateUpdateRequest;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.push.ApplicationCertificateType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.DigestUtil;

/**
 * Certificate that a server is to get. Its key is never printed.
 *
 * @param chain the certificate, then its issuers
 * @param key its private key; empty when the server has it
 */
record ServerCertificateChange(List<X509Certificate> chain, Optional<PrivateKey> key) {

  ServerCertificateChange {
    chain = List.copyOf(chain);
  }

  @Override
  public String toString() {
    return "ServerCertificateChange[" + leaf().getSubjectX500Principal() + "]";
  }

  /**
   * Reads a request.
   *
   * @throws OperationException of kind BAD_REQUEST when it has no valid chain, or the key of
   *     another certificate
   */
  static ServerCertificateChange of(ServerCertificateUpdateRequest request) {
    List<X509Certificate> chain = RequestCertificates.chain(request.certificates());
    try {
      chain.get(0).checkValidity();
    } catch (CertificateException e) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "/certificates/0 is valid from %s to %s only."
              .formatted(
                  chain.get(0).getNotBefore().toInstant(), chain.get(0).getNotAfter().toInstant()),
          e);
    }
    return new ServerCertificateChange(
        chain,
        Optional.ofNullable(request.privateKey())
            .map(text -> RequestCertificates.key(text, chain.get(0))));
  }

  private X509Certificate leaf() {
    return chain.get(0);
  }

  /** Type of the certificate by its key. */
  NodeId type() {
    return ApplicationCertificateType.of(leaf())
        .map(ApplicationCertificateType::id)
        .orElseThrow(
            () ->
                new OperationException(
                    FaultKind.BAD_REQUEST,
                    "/certificates/0 has a key that no certificate type of OPC UA is for. Use RSA"
                        + " of 2048 to 4096 bits, or a curve of NIST."));
  }

  /** SHA-1 in hex, lower case. */
  String thumbprint() {
    try {
      return HexFormat.of().formatHex(DigestUtil.sha1(leaf().getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read can be written", e);
    }
  }

  /**
   * Lets pass what the server can take.
   *
   * @param types what it announces; empty when it does not
   * @throws OperationException of kind BAD_REQUEST for another type or application
   */
  void requireFitting(List<NodeId> types, NodeId type, String applicationUri) {
    if (!types.isEmpty() && !types.contains(type)) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "The server has no certificates of type %s in this group, but of %s."
              .formatted(
                  type.toParseableString(),
                  types.stream().map(NodeId::toParseableString).collect(Collectors.joining(", "))));
    }
    String named = CertificateUtil.getSanUri(leaf()).orElse("");
    if (!named.equals(applicationUri)) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "/certificates/0 is for the application %s and the server is %s. The server was given nothing."
              .formatted(named.isEmpty() ? "without a URI" : named, applicationUri));
    }
  }
}
