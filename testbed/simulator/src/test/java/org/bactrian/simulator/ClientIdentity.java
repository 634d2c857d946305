package org.bactrian.simulator;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.identity.X509IdentityProvider;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** Identity of a client: the application behind the channel and the user behind the session. */
sealed interface ClientIdentity {

  void applyTo(OpcUaClientConfigBuilder config);

  /** No certificate, anonymous. */
  record Nobody() implements ClientIdentity {
    @Override
    public void applyTo(OpcUaClientConfigBuilder config) {}
  }

  /** An application with a certificate, anonymous. */
  record Application(KeyPair keys, X509Certificate certificate) implements ClientIdentity {

    static final String URI = "urn:bactrian:simulator:test";

    static Application create() {
      try {
        KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
        X509Certificate certificate =
            new SelfSignedCertificateBuilder(keys)
                .setCommonName("simulator test")
                .setApplicationUri(URI)
                .addDnsName("localhost")
                .build();
        return new Application(keys, certificate);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void applyTo(OpcUaClientConfigBuilder config) {
      config
          .setApplicationUri(URI)
          .setKeyPair(keys)
          .setCertificate(certificate)
          .setCertificateChain(new X509Certificate[] {certificate});
    }
  }

  /** A user with a password. */
  record Named(String name, String password) implements ClientIdentity {
    @Override
    public void applyTo(OpcUaClientConfigBuilder config) {
      config.setIdentityProvider(new UsernameProvider(name, password));
    }
  }

  /** A user with a certificate, in an application with another. */
  record Certified(Application application, Application user) implements ClientIdentity {
    @Override
    public void applyTo(OpcUaClientConfigBuilder config) {
      application.applyTo(config);
      config.setIdentityProvider(
          new X509IdentityProvider(user.certificate(), user.keys().getPrivate()));
    }
  }
}
