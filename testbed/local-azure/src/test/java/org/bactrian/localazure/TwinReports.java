package org.bactrian.localazure;

import com.microsoft.azure.sdk.iot.device.InternalClient;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.device.twin.TwinCollection;

/** Reports of properties by clients of the device SDK. */
final class TwinReports {

  private static final int ATTEMPTS = 4;

  private TwinReports() {}

  /**
   * Reports properties, and again where the SDK lost the answer: now and then it drops the callback
   * of a request that was answered at once, and waits for a minute.
   *
   * @return the version of the reported properties
   */
  static int report(InternalClient client, TwinCollection reported) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        return client.updateReportedProperties(reported).getVersion();
      } catch (IotHubClientException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
