package org.bactrian.edge.http;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.function.Supplier;

/** The methods that tell how to reach the HTTP API, and what keeps its certificate fresh. */
public final class HttpOperations {

  private final ApiKey key;
  private final Supplier<String> certificate;
  private final Renewal renewal;

  /** Makes and shows a new certificate where one is due. */
  @FunctionalInterface
  interface Renewal {
    void renew() throws IOException;
  }

  HttpOperations(ApiKey key, Supplier<String> certificate, Renewal renewal) {
    this.key = key;
    this.certificate = certificate;
    this.renewal = renewal;
  }

  /** Operations of no running edge, for a look at routes that name them. */
  public static HttpOperations idle() {
    return new HttpOperations(ApiKey.of("none"), () -> "", () -> {});
  }

  /** Method GetApiKey: the key that callers show. */
  public TextNode apiKey() {
    return TextNode.valueOf(key.text());
  }

  /** Method GetServerCertificate: the certificate of the HTTP API, PEM. */
  public TextNode certificate() {
    return TextNode.valueOf(certificate.get());
  }

  /**
   * Makes and shows a new certificate where this one is near its end.
   *
   * @throws IOException when the data folder cannot be written
   */
  public void renew() throws IOException {
    renewal.renew();
  }
}
