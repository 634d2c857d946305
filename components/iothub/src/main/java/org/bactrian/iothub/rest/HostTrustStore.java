package org.bactrian.iothub.rest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * Trust store of private certificate authorities, each for one host and port only.
 *
 * <p>The service SDK takes neither an SSL context nor an HTTP client: it uses the socket factory
 * that all {@link HttpsURLConnection}s of the process share. This puts itself there once, asks its
 * own contexts for the hosts it was told of, and leaves every other connection to the factory that
 * was there before.
 */
final class HostTrustStore extends SSLSocketFactory {

  private static final Map<String, SSLSocketFactory> BY_HOST = new ConcurrentHashMap<>();

  private final SSLSocketFactory others;

  private HostTrustStore(SSLSocketFactory others) {
    this.others = others;
  }

  /**
   * Trusts for a host, from now on, what a TLS context trusts.
   *
   * @param host name, with its port where that is not 443
   */
  static void add(String host, SSLContext tls) {
    BY_HOST.put(withPort(host), tls.getSocketFactory());
    synchronized (HostTrustStore.class) {
      SSLSocketFactory current = HttpsURLConnection.getDefaultSSLSocketFactory();
      if (!(current instanceof HostTrustStore)) {
        HttpsURLConnection.setDefaultSSLSocketFactory(new HostTrustStore(current));
      }
    }
  }

  private static String withPort(String host) {
    return host.contains(":") ? host : host + ":443";
  }

  private SSLSocketFactory factory(String host, int port) {
    return BY_HOST.getOrDefault(host + ":" + port, others);
  }

  // HttpsURLConnection asks for an unconnected socket first. The inherited method refuses, and then
  // it connects by itself and calls this one, which knows the host.
  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    return factory(host, port).createSocket(socket, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return factory(host, port).createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return factory(host, port).createSocket(host, port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return factory(host.getHostName(), port).createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return factory(host.getHostName(), port).createSocket(host, port, localHost, localPort);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return others.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return others.getSupportedCipherSuites();
  }
}
