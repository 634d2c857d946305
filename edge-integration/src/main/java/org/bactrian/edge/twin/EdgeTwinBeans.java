package org.bactrian.edge.twin;

import java.util.Map;
import org.bactrian.model.setting.AdmissionLimit;
import org.bactrian.opcua.session.RequestOptions;

/** Beans named by the routes of OPC Twin. */
public final class EdgeTwinBeans {

  private EdgeTwinBeans() {}

  /** Beans of the same names and types that belong to no edge. */
  public static Map<String, Object> idle() {
    return of(
        new TwinRequestExecutor(
            () -> {
              throw new IllegalStateException("No edge is running");
            },
            RequestOptions.DEFAULT,
            AdmissionLimit::usual));
  }

  /** Beans by name that carry requests out with {@code calls}. */
  public static Map<String, Object> of(TwinRequestExecutor calls) {
    return Map.of(
        "twinBrowse",
        new BrowseOperations(calls),
        "twinValues",
        new ValueOperations(calls),
        "twinAttributes",
        new AttributeOperations(calls),
        "twinMethods",
        new MethodOperations(calls),
        "twinServers",
        new ServerOperations(calls),
        "twinStreams",
        new StreamOperations(calls),
        "twinConnections",
        new ConnectionOperations(calls));
  }
}
