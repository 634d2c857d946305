package org.bactrian.cloud.health;

import org.bactrian.iothub.rest.HubAddress;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.model.fault.FaultKind;

/** IoT Hub. */
record HubDependency(HubService hub) implements Dependency {

  /** Nobody's; that there is none is an answer, and costs the hub less than a query. */
  private static final HubAddress NOBODY = new HubAddress("bactrian-readiness", "");

  @Override
  public String name() {
    return "IoT Hub";
  }

  @Override
  public void reach() throws HubServiceException {
    try {
      hub.identity(NOBODY);
    } catch (HubServiceException e) {
      boolean answers = e.kind() == FaultKind.NOT_FOUND || e.kind() == FaultKind.BUSY;
      if (!answers) {
        throw e;
      }
    }
  }
}
