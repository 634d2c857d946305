package org.bactrian.launcher.otlp;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Collector on the gRPC server of Java, with the services of OpenTelemetry's own definitions. */
public final class GrpcCollector implements AutoCloseable {

  private final ReceivedTelemetry received = new ReceivedTelemetry();
  private final Server server;

  private GrpcCollector(int port) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .addService(new Metrics())
            .addService(new Traces())
            .build()
            .start();
  }

  /** Starts one on a free port. */
  public static GrpcCollector start() throws IOException {
    return start(0);
  }

  static GrpcCollector start(int port) throws IOException {
    return new GrpcCollector(port);
  }

  public String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  public ReceivedTelemetry received() {
    return received;
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Metrics extends MetricsServiceGrpc.MetricsServiceImplBase {
    @Override
    public void export(
        ExportMetricsServiceRequest request,
        StreamObserver<ExportMetricsServiceResponse> response) {
      received.add(request);
      response.onNext(ExportMetricsServiceResponse.getDefaultInstance());
      response.onCompleted();
    }
  }

  private final class Traces extends TraceServiceGrpc.TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> response) {
      received.add(request);
      response.onNext(ExportTraceServiceResponse.getDefaultInstance());
      response.onCompleted();
    }
  }
}
