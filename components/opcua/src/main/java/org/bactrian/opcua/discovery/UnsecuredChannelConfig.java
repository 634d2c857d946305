package org.bactrian.opcua.discovery;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.ServerTable;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingManager;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.types.DataTypeManager;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.transport.client.ClientApplicationContext;

/**
 * Configuration of an unsecured channel without client certificate, for servers that are not known
 * yet.
 */
record UnsecuredChannelConfig(EndpointDescription endpoint, DiscoverySettings settings)
    implements ClientApplicationContext {

  private static final int CHUNK_SIZE = 65_535;

  @Override
  public EndpointDescription getEndpoint() {
    return endpoint;
  }

  @Override
  public Optional<KeyPair> getKeyPair() {
    return Optional.empty();
  }

  @Override
  public Optional<X509Certificate> getCertificate() {
    return Optional.empty();
  }

  @Override
  public Optional<X509Certificate[]> getCertificateChain() {
    return Optional.empty();
  }

  @Override
  public CertificateValidator getCertificateValidator() {
    // Nothing is trusted for what is told here: whoever connects later validates the certificate.
    return new CertificateValidator.InsecureCertificateValidator();
  }

  @Override
  public EncodingContext getEncodingContext() {
    int chunks = 2 * (settings.maxMessageSize() / CHUNK_SIZE + 1);
    return new Encoding(
        new EncodingLimits(
            CHUNK_SIZE,
            chunks,
            settings.maxMessageSize(),
            EncodingLimits.DEFAULT_MAX_RECURSION_DEPTH));
  }

  @Override
  public UInteger getRequestTimeout() {
    return uint(settings.requestTimeout().toMillis());
  }

  /** Default encoding of Milo with other limits. */
  private record Encoding(EncodingLimits limits) implements EncodingContext {

    @Override
    public DataTypeManager getDataTypeManager() {
      return DefaultEncodingContext.INSTANCE.getDataTypeManager();
    }

    @Override
    public EncodingManager getEncodingManager() {
      return DefaultEncodingContext.INSTANCE.getEncodingManager();
    }

    @Override
    public EncodingLimits getEncodingLimits() {
      return limits;
    }

    @Override
    public NamespaceTable getNamespaceTable() {
      return DefaultEncodingContext.INSTANCE.getNamespaceTable();
    }

    @Override
    public ServerTable getServerTable() {
      return DefaultEncodingContext.INSTANCE.getServerTable();
    }
  }
}
