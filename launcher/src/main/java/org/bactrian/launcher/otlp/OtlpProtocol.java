package org.bactrian.launcher.otlp;

import java.util.Arrays;
import java.util.Optional;

/** Protocol of OTLP, by its name in the variable {@code OTEL_EXPORTER_OTLP_PROTOCOL}. */
public enum OtlpProtocol {
  /** gRPC over HTTP/2, as OPC Publisher speaks it. */
  GRPC("grpc"),
  /** Binary Protobuf in requests of HTTP/1.1. */
  HTTP("http/protobuf");

  /** Port that collectors listen on for HTTP. */
  private static final int HTTP_PORT = 4318;

  private final String text;

  OtlpProtocol(String text) {
    this.text = text;
  }

  /** The name. */
  public String text() {
    return text;
  }

  static Optional<OtlpProtocol> named(String text) {
    return Arrays.stream(values()).filter(one -> one.text.equals(text)).findFirst();
  }

  /** Returns the protocol that collectors speak at a port. */
  static OtlpProtocol at(int port) {
    return port == HTTP_PORT ? HTTP : GRPC;
  }
}
