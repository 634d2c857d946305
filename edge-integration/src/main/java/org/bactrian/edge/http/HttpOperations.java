package org.bactrian.edge.http;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Methods that return the API key and certificate of the HTTP API, and the renewal of that
 * certificate.
 */
public final class HttpOperations {

  private final ApiKey key;
  private final Supplier<String> certificate;
  private final Renewal renewal;

  /** Replaces the certificate when renewal is due. */
  @FunctionalInterface
  interface Renewal {
    void renew() throws IOException;
  }

  HttpOperations(ApiKey key, Supplier<String> certificate, Renewal renewal) {
    this.key = key;
    this.certificate = certificate;
    this.renewal = renewal;
  }

  /** Returns operations without a running edge, for validating routes that name them. */
  public static HttpOperations idle() {
    return new HttpOperations(ApiKey.of("none"), () -> "", () -> {});
  }

  /** Method GetApiKey: returns the key that callers present. */
  public TextNode apiKey() {
    return TextNode.valueOf(key.text());
  }

  /** Method GetServerCertificate: returns the certificate of the HTTP API as PEM. */
  public TextNode certificate() {
    return TextNode.valueOf(certificate.get());
  }

  /**
   * Replaces the certificate when it is about to expire.
   *
   * @throws IOException when the data folder cannot be written
   */
  public void renew() throws IOException {
    renewal.renew();
  }
}
