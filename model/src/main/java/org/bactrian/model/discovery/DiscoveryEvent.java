package org.bactrian.model.discovery;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.EndpointRegistration;
import org.jspecify.annotations.Nullable;

/**
 * One message of a discovery: an endpoint that was found, or its end. The messages of one run share
 * their time.
 *
 * @param timeStamp when the run was; the same in all of its messages; required
 * @param index number of the message from 0; the last is the end; required
 * @param registration endpoint that was found; left out at the end
 * @param application application that the endpoint belongs to; left out at the end
 * @param result how the run ended; left out with an endpoint
 */
public record DiscoveryEvent(
    Instant timeStamp,
    Integer index,
    @Nullable EndpointRegistration registration,
    @Nullable ApplicationInfo application,
    @Nullable DiscoveryResult result) {

  /** Returns whether this is the end of the run. */
  @JsonIgnore
  public boolean isEnd() {
    return registration == null;
  }
}
