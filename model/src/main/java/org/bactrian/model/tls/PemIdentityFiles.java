package org.bactrian.model.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.List;

/**
 * Pair of PEM files that holds the identity of a server, as cert-manager and Kubernetes write it.
 *
 * @param certificate file of the certificate, its issuers behind it
 * @param key file of its private key, without a password
 */
public record PemIdentityFiles(Path certificate, Path key) {

  private static final int MAX_BYTES = 1024 * 1024;

  /** Both files. */
  public List<Path> paths() {
    return List.of(certificate, key);
  }

  /**
   * Reads the identity.
   *
   * @throws IOException when a file cannot be read, or they are no identity, such as in the moment
   *     between the replacement of the one and the other; the message names both files
   */
  public ServerIdentity read() throws IOException {
    try {
      ServerIdentity identity =
          PemIdentity.read(text(key) + "\n" + text(certificate))
              .orElseThrow(
                  () ->
                      new IOException(
                          "there is no certificate, or no private key without a password"));
      requirePair(identity);
      return identity;
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          "%s and %s are no identity of a server in PEM form: %s"
              .formatted(certificate, key, e.getMessage()),
          e);
    }
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
      }
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  private static void requirePair(ServerIdentity identity)
      throws IOException, GeneralSecurityException {
    String algorithm =
        switch (identity.key().getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC", "ECDSA" -> "SHA256withECDSA";
          default -> identity.key().getAlgorithm();
        };
    byte[] text = "bactrian".getBytes(StandardCharsets.UTF_8);
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(identity.key());
    signer.update(text);
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(identity.certificate().getPublicKey());
    verifier.update(text);
    if (!verifier.verify(signer.sign())) {
      throw new IOException("the key is that of another certificate");
    }
  }
}
