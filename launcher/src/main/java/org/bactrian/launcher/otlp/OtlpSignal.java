package org.bactrian.launcher.otlp;

/** Kind of data that is exported. */
enum OtlpSignal {
  METRICS("metrics", "MetricsService"),
  TRACES("traces", "TraceService");

  private final String text;
  private final String path;
  private final String method;

  OtlpSignal(String text, String service) {
    this.text = text;
    this.path = "/v1/" + text;
    String version = text.equals("traces") ? "trace" : text;
    this.method = "/opentelemetry.proto.collector." + version + ".v1." + service + "/Export";
  }

  /** Returns the name in the plural, for the log. */
  String text() {
    return text;
  }

  /** Returns the path of requests, below that of the collector where it speaks HTTP. */
  String path(OtlpProtocol protocol, String base) {
    return protocol == OtlpProtocol.GRPC ? method : base.replaceFirst("/+$", "") + path;
  }
}
