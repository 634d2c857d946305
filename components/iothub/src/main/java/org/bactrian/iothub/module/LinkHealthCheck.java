package org.bactrian.iothub.module;

import java.util.Map;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.bactrian.iothub.link.DurationText;
import org.bactrian.iothub.link.HubLink;
import org.bactrian.iothub.link.LinkState;
import org.bactrian.iothub.link.LinkStatistics;

/**
 * Readiness of one connection to IoT Hub. Never liveness: a hub that is down is no reason to
 * restart this process.
 */
final class LinkHealthCheck implements HealthCheck {

  private final HubLink link;
  private volatile boolean enabled = true;

  LinkHealthCheck(HubLink link) {
    this.link = link;
  }

  /** Returns the connection as it is now. */
  LinkStatus status() {
    LinkState state = link.state();
    String message;
    if (state instanceof LinkState.Connected connected) {
      message = "Connected as " + link.subject() + " since " + connected.since() + ".";
    } else if (state instanceof LinkState.Waiting waiting) {
      message =
          "%s Attempt %s follows within %s."
              .formatted(
                  waiting.problem(), waiting.failures() + 1, DurationText.text(waiting.delay()));
    } else {
      message = "Connecting as " + link.subject() + ".";
    }
    boolean connected = state instanceof LinkState.Connected;
    return new LinkStatus(link.subject(), connected, message, link.figures());
  }

  @Override
  public Result call(Map<String, Object> options) {
    LinkStatus status = status();
    LinkStatistics figures = status.figures();
    return HealthCheckResultBuilder.on(this)
        .state(status.connected() ? State.UP : State.DOWN)
        .message(status.message())
        .detail("inFlight.messages", figures.inFlightMessages())
        .detail("inFlight.bytes", figures.inFlightBytes())
        .detail("acknowledged", figures.acknowledged())
        .detail("resent", figures.resent())
        .detail("connects", figures.connects())
        .build();
  }

  @Override
  public String getId() {
    return "iothub-module " + link.subject();
  }

  @Override
  public String getGroup() {
    return "bactrian";
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  public boolean isEnabled() {
    return enabled;
  }

  @Override
  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }
}
