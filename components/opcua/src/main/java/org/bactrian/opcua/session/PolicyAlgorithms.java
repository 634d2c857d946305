package org.bactrian.opcua.session;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import javax.crypto.Cipher;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;

/**
 * Algorithms of a security policy (Part 7, 6.6.161) that this Java must support. Where one is
 * missing, Milo closes the connection before it has sent anything, which looks as if the server
 * had.
 */
public final class PolicyAlgorithms {

  private static final byte[] PROBE = {1, 2, 3};

  private PolicyAlgorithms() {}

  /**
   * Adds BouncyCastle to the providers of this Java unless it is there: Milo asks for the signature
   * of Aes256_Sha256_RsaPss by BouncyCastle's name, which no provider of a JDK knows. Making the
   * provider computes with all elliptic curves, a tenth of the start of an edge, so it is for
   * connections that sign or encrypt.
   */
  public static void provide() {
    if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
      Security.addProvider(new BouncyCastleProvider());
    }
  }

  /**
   * Signs and encrypts some bytes as the endpoint's policy asks.
   *
   * @param own keys of this client
   * @throws ConnectFaultException when this Java, these keys and the server's certificate cannot
   */
  static void check(ConnectionSettings settings, EndpointDescription endpoint, KeyPair own)
      throws ConnectFaultException {
    try {
      SecurityPolicy policy = SecurityPolicy.fromUri(endpoint.getSecurityPolicyUri());
      PublicKey server =
          CertificateUtil.decodeCertificate(endpoint.getServerCertificate().bytesOrEmpty())
              .getPublicKey();
      Signature signing =
          Signature.getInstance(policy.getAsymmetricSignatureAlgorithm().getTransformation());
      signing.initSign(own.getPrivate());
      signing.update(PROBE);
      signing.sign();
      Cipher encrypting =
          Cipher.getInstance(policy.getAsymmetricEncryptionAlgorithm().getTransformation());
      encrypting.init(Cipher.ENCRYPT_MODE, server);
      encrypting.doFinal(PROBE);
    } catch (GeneralSecurityException | UaException e) {
      throw new ConnectFaultException(
          ConnectFault.LOCAL,
          ("%s: this side cannot do what security policy %s asks for (%s). Nothing was sent"
                  + " to the server. Ask for another security policy, or look at the security"
                  + " providers of this Java and the kinds of keys of both certificates.")
              .formatted(settings.endpointUrl(), endpoint.getSecurityPolicyUri(), e.getMessage()));
    }
  }
}
