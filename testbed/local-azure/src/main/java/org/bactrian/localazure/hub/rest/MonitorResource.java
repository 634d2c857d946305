package org.bactrian.localazure.hub.rest;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.bactrian.localazure.hub.auth.AccessControl;
import org.bactrian.localazure.hub.auth.HubPermission;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.localazure.hub.telemetry.MonitorLine;
import org.bactrian.localazure.hub.telemetry.TelemetryObservation;
import org.bactrian.localazure.hub.telemetry.TelemetryObservers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /monitor[?deviceId=…]}: the telemetry that arrives from now on, one JSON line a
 * message. It is this hub's own, not Microsoft's; real hubs have an Event Hubs endpoint instead. A
 * reader that falls too far behind is cut off, so what it read has no gaps.
 */
record MonitorResource(TelemetryObservers observers) {

  private static final Logger LOG = LoggerFactory.getLogger(MonitorResource.class);
  private static final int MAX_BEHIND_BYTES = 64 * 1024 * 1024;

  void mount(Router router, AccessControl access) {
    router
        .get("/monitor")
        .handler(new ServiceAuthorization(access, HubPermission.SERVICE_CONNECT))
        .handler(this::stream);
  }

  private void stream(RoutingContext context) {
    HttpServerResponse response = context.response();
    response.setChunked(true).putHeader("Content-Type", "application/x-ndjson");
    response.setWriteQueueMaxSize(MAX_BEHIND_BYTES);
    Optional<String> device = Optional.ofNullable(context.request().getParam("deviceId"));
    TelemetryObservation observation =
        observers.add(
            message -> {
              if (device.isEmpty() || device.get().equals(message.sender().deviceId())) {
                send(response, message);
              }
            });
    response.closeHandler(closed -> observation.close());
    response.exceptionHandler(e -> observation.close());
    // The head goes out at once, so that the reader knows from when on it sees everything.
    response.writeHead();
  }

  private static void send(HttpServerResponse response, DeviceMessage message) {
    if (response.closed()) {
      return;
    }
    if (response.writeQueueFull()) {
      LOG.warn("A monitor is cut off: it is more than {} bytes behind", MAX_BEHIND_BYTES);
      response.reset();
      return;
    }
    response.write(MonitorLine.of(message) + "\n");
  }
}
