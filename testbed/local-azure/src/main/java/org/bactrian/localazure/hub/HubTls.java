package org.bactrian.localazure.hub;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.mqtt.MqttServerOptions;
import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bactrian.localazure.pki.LocalAuthority;

/** TLS of the two servers. */
final class HubTls {

  private HubTls() {}

  /** Asks for a client certificate and takes any: the thumbprint is checked with the identity. */
  static MqttServerOptions forDevices(LocalAuthority authority) {
    MqttServerOptions options = new MqttServerOptions();
    options.setSsl(true);
    options.setKeyCertOptions(keys(authority));
    options.setClientAuth(ClientAuth.REQUEST);
    options.setTrustOptions(TrustOptions.wrap(new AnyCertificate()));
    return options;
  }

  static HttpServerOptions forServices(LocalAuthority authority) {
    return new HttpServerOptions().setSsl(true).setKeyCertOptions(keys(authority));
  }

  private static KeyCertOptions keys(LocalAuthority authority) {
    return KeyCertOptions.wrap(authority.serverKeys());
  }

  private static final class AnyCertificate extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {
      // Self-signed by design; AccessControl compares the thumbprint.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
      // As above.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      // As above.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      throw new UnsupportedOperationException("This trusts clients only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
      throw new UnsupportedOperationException("This trusts clients only");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      throw new UnsupportedOperationException("This trusts clients only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
