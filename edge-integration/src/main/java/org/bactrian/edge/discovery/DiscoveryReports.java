package org.bactrian.edge.discovery;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bactrian.edge.discovery.DiscoveryMessage.Kind;
import org.bactrian.model.discovery.DiscoveryEvent;
import org.bactrian.model.discovery.DiscoveryResult;
import org.bactrian.model.discovery.DiscoveryStart;
import org.bactrian.model.registry.ApplicationRegistration;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.opcua.discovery.ScanProgress;
import org.jspecify.annotations.Nullable;

/** Reports of a discoverer to the cloud about its runs. */
record DiscoveryReports(String discovererId, DiscoveryOutbox outbox, InstantSource clock) {

  /** A message an endpoint, and one that ends the run and says how it looked. */
  void results(DiscoveryStart request, List<ApplicationRegistration> found)
      throws InterruptedException {
    Instant time = now();
    String run = UUID.randomUUID().toString();
    int index = 0;
    for (ApplicationRegistration server : found) {
      for (EndpointRegistration endpoint :
          Objects.requireNonNullElse(server.endpoints(), List.<EndpointRegistration>of())) {
        event(run, new DiscoveryEvent(time, index, endpoint, server.application(), null));
        index++;
      }
    }
    DiscoveryResult end =
        new DiscoveryResult(
            request.id(),
            request.configuration(),
            request.discovery() == DiscoveryMode.Off,
            null,
            request.context());
    event(run, new DiscoveryEvent(time, index, null, null, end));
  }

  private void event(String run, DiscoveryEvent event) throws InterruptedException {
    outbox.add(
        new DiscoveryMessage(Kind.EVENT, run + "-" + event.index(), DiscoveryJson.bytes(event)));
  }

  /** Something happened to a request as a whole. */
  void state(DiscoveryStart request, DiscoveryProgressType type) {
    send(about(request, type));
  }

  /** A request waits behind others. */
  void pending(DiscoveryStart request, int place) {
    send(about(request, DiscoveryProgressType.Pending).total(place));
  }

  /** A request failed. */
  void failed(DiscoveryStart request, Exception failure) {
    String name = failure.getClass().getSimpleName();
    String message = Objects.requireNonNullElse(failure.getMessage(), name);
    send(
        about(request, DiscoveryProgressType.Error)
            .result(message)
            .resultDetails(Map.of("exception", name + ": " + message)));
  }

  /** A part of a run begins, of which nothing can have been found. */
  void started(DiscoveryStart request, DiscoveryProgressType type, int workers, long total) {
    send(about(request, type).workers(workers).progress(0).total(whole(total)));
  }

  /** A part of a run is as far as the figures say. */
  void figures(DiscoveryStart request, DiscoveryProgressType type, ScanProgress figures) {
    send(about(request, type, figures));
  }

  /** A part of a run has found something. */
  void found(
      DiscoveryStart request, DiscoveryProgressType type, ScanProgress figures, String what) {
    send(about(request, type, figures).result(what));
  }

  /** One server is asked, or was. */
  void server(
      DiscoveryStart request,
      DiscoveryProgressType type,
      ScanProgress figures,
      Map<String, String> server,
      @Nullable String endpoints) {
    send(about(request, type, figures).requestDetails(server).result(endpoints));
  }

  private DiscoveryProgressBuilder about(DiscoveryStart request, DiscoveryProgressType type) {
    return DiscoveryProgressBuilder.builder()
        .discovererId(discovererId)
        .request(request)
        .timeStamp(now())
        .eventType(type);
  }

  private DiscoveryProgressBuilder about(
      DiscoveryStart request, DiscoveryProgressType type, ScanProgress figures) {
    return about(request, type)
        .workers(figures.workers())
        .progress(whole(figures.progress()))
        .total(whole(figures.total()))
        .discovered(figures.discovered());
  }

  private void send(DiscoveryProgressBuilder progress) {
    try {
      outbox.add(
          new DiscoveryMessage(
              Kind.PROGRESS, UUID.randomUUID().toString(), DiscoveryJson.bytes(progress.build())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Times of the wire have seven digits. */
  private Instant now() {
    Instant now = clock.instant();
    return now.truncatedTo(ChronoUnit.SECONDS).plusNanos(now.getNano() / 100 * 100L);
  }

  private static int whole(long number) {
    return (int) Math.min(number, Integer.MAX_VALUE);
  }
}
