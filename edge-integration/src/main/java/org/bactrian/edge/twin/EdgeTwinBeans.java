package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.edge.twin.contract.Credential;
import org.bactrian.model.fault.OperationException;
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
        Optional.empty(),
        new WriterEntries() {
          @Override
          public void save(ObjectNode entry) {
            throw new IllegalStateException("No edge is running");
          }

          @Override
          public Map<Integer, OperationException> saveAll(List<ObjectNode> entries) {
            throw new IllegalStateException("No edge is running");
          }

          @Override
          public void requireChangeable() {
            throw new IllegalStateException("No edge is running");
          }

          @Override
          public void remove(String group, String writer, boolean force) {
            throw new IllegalStateException("No edge is running");
          }
        });
  }

  /**
   * Beans by name that carry requests out with {@code calls}.
   *
   * @param administrator user who manages certificates of servers where a request names nobody
   * @param entries configuration of the publisher
   */
  public static Map<String, Object> of(
      TwinRequestExecutor calls, Optional<Credential> administrator, WriterEntries entries) {
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
        Map.entry("twinRawHistory", new RawHistoryOperations(calls)),
        Map.entry("fileSystem", new FileSystemOperations(calls)),
        Map.entry("assets", new AssetOperations(calls, entries)),
        Map.entry("writerExpansion", new WriterExpansionOperations(calls, entries)));
  }
}
