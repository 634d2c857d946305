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

/** Reports of a discoverer to the cloud about its runs. */
final class DiscoveryReports {

  private final String discovererId;
  private final DiscoveryOutbox outbox;
  private final InstantSource clock;

  DiscoveryReports(String discovererId, DiscoveryOutbox outbox, InstantSource clock) {
    this.discovererId = discovererId;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** A message an endpoint, and one that ends the run and says how it looked. */
  void results(DiscoveryStart request, List<ApplicationRegistration> found)
      throws InterruptedException {
    Instant time = now();
    String run = UUID.randomUUID().toString();
    int index = 0;
    for (ApplicationRegistration server : found) {
      for (EndpointRegistration endpoint : server.endpoints()) {
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
    send(new Details(request, type));
  }

  /** A request waits behind others. */
  void pending(DiscoveryStart request, int place) {
    send(new Details(request, DiscoveryProgressType.Pending).withTotal(place));
  }

  /** A request failed. */
  void failed(DiscoveryStart request, Exception failure) {
    String name = failure.getClass().getSimpleName();
    String message = Objects.requireNonNullElse(failure.getMessage(), name);
    send(
        new Details(request, DiscoveryProgressType.Error)
            .withResult(message, Map.of("exception", name + ": " + message)));
  }

  /** A part of a run begins, of which nothing can have been found. */
  void started(DiscoveryStart request, DiscoveryProgressType type, int workers, long total) {
    send(new Details(request, type).withCounts(workers, 0, total, null));
  }

  /** A part of a run is as far as the figures say. */
  void figures(DiscoveryStart request, DiscoveryProgressType type, ScanProgress figures) {
    send(new Details(request, type).withFigures(figures));
  }

  /** A part of a run has found something. */
  void found(
      DiscoveryStart request, DiscoveryProgressType type, ScanProgress figures, String what) {
    send(new Details(request, type).withFigures(figures).withResult(what, null));
  }

  /** One server is asked, or was. */
  void server(
      DiscoveryStart request,
      DiscoveryProgressType type,
      ScanProgress figures,
      Map<String, String> server,
      String endpoints) {
    send(
        new Details(request, type)
            .withFigures(figures)
            .withServer(server)
            .withResult(endpoints, null));
  }

  private void send(Details details) {
    DiscoveryProgress progress = details.toProgress(discovererId, now());
    try {
      outbox.add(
          new DiscoveryMessage(
              Kind.PROGRESS, UUID.randomUUID().toString(), DiscoveryJson.bytes(progress)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Times of the wire have seven digits. */
  private Instant now() {
    Instant now = clock.instant();
    return now.truncatedTo(ChronoUnit.SECONDS).plusNanos(now.getNano() / 100 * 100L);
  }

  /** Content of a report; null for members that it leaves out, as in the record that it becomes. */
  private record Details(
      DiscoveryStart request,
      DiscoveryProgressType type,
      Map<String, String> server,
      Integer workers,
      Integer total,
      Integer progress,
      Integer discovered,
      String result,
      Map<String, String> resultDetails) {

    Details(DiscoveryStart request, DiscoveryProgressType type) {
      this(request, type, null, null, null, null, null, null, null);
    }

    Details withTotal(int number) {
      return new Details(
          request, type, server, workers, number, progress, discovered, result, resultDetails);
    }

    Details withCounts(int active, long done, long all, Integer found) {
      return new Details(
          request, type, server, active, whole(all), whole(done), found, result, resultDetails);
    }

    Details withFigures(ScanProgress figures) {
      return withCounts(
          figures.workers(), figures.progress(), figures.total(), figures.discovered());
    }

    Details withServer(Map<String, String> which) {
      return new Details(
          request, type, which, workers, total, progress, discovered, result, resultDetails);
    }

    Details withResult(String text, Map<String, String> details) {
      return new Details(
          request, type, server, workers, total, progress, discovered, text, details);
    }

    DiscoveryProgress toProgress(String discovererId, Instant time) {
      return new DiscoveryProgress(
          discovererId,
          request,
          server,
          time,
          type,
          workers,
          total,
          progress,
          discovered,
          result,
          resultDetails);
    }

    private static int whole(long number) {
      return (int) Math.min(number, Integer.MAX_VALUE);
    }
  }
}
