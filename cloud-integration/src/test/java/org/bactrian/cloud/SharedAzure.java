package org.bactrian.cloud;

import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.jspecify.annotations.Nullable;

/**
 * The local Azure that the test classes of this JVM share, as long as they leave its service bus
 * and its key vault as they found them.
 */
public final class SharedAzure {

  private static @Nullable LocalAzure azure;

  private SharedAzure() {}

  /** Returns it, started when it was not yet. */
  public static synchronized LocalAzure get() {
    if (azure == null) {
      azure =
          SharedResources.keep(
              LocalAzure.start(
                  LocalAzureSettings.in(SharedResources.folder("azure")).withFreePorts()));
    }
    return azure;
  }
}
