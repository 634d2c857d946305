package org.bactrian.edge.twin;

import java.util.Map;
import java.util.Optional;
import org.bactrian.edge.twin.contract.Credential;
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
            AdmissionLimit::usual),
        Optional.empty());
  }

  /**
   * Beans by name that carry requests out with {@code calls}.
   *
   * @param administrator user who manages certificates of servers where a request names nobody
   */
  public static Map<String, Object> of(
      TwinRequestExecutor calls, Optional<Credential> administrator) {
    return Map.ofEntries(
        Map.entry("twinBrowse", new BrowseOperations(calls)),
        Map.entry("twinValues", new ValueOperations(calls)),
        Map.entry("twinAttributes", new AttributeOperations(calls)),
        Map.entry("twinMethods", new MethodOperations(calls)),
        Map.entry("twinServers", new ServerOperations(calls)),
        Map.entry("twinServerCertificates", new ServerCertificateOperations(calls, administrator)),
        Map.entry("twinStreams", new StreamOperations(calls)),
        Map.entry("twinConnections", new ConnectionOperations(calls)),
        Map.entry("twinHistory", new HistoryReadOperations(calls)),
        Map.entry("twinHistoryUpdates", new HistoryUpdateOperations(calls)),
        Map.entry("twinHistoryStreams", new HistoryStreamOperations(calls)),
        Map.entry("twinHistoryDescriptions", new HistoryDescriptionOperations(calls)),
        Map.entry("twinRawHistory", new RawHistoryOperations(calls)));
  }
}
