package org.bactrian.edge.publisher.stream;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.bactrian.edge.publisher.message.Source;
import org.bactrian.opcua.session.Session;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.ServerTable;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingManager;
import org.eclipse.milo.opcua.stack.core.types.DataTypeManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What encodes the values of one connection with a server. The structures that the server defines
 * itself are those of the session, which requests share; it is asked for them when a structure is
 * written, so that values of other types cost nothing. For the thread that owns the group.
 */
final class ServerTypes implements EncodingContext {

  private static final Logger LOG = LoggerFactory.getLogger(ServerTypes.class);

  private final Session session;
  private final String endpointUrl;
  private final EncodingContext plain;
  private Optional<EncodingContext> known = Optional.empty();

  private ServerTypes(Session session, String endpointUrl) {
    this.session = session;
    this.endpointUrl = endpointUrl;
    this.plain = new Source("", session.namespaces()).context();
  }

  /**
   * The server of a session that was just connected, with its types.
   *
   * @param applicationUri who the server says it is, empty when that is not known
   */
  static Source source(String applicationUri, Session session, String endpointUrl) {
    return new Source(applicationUri, new ServerTypes(session, endpointUrl));
  }

  @Override
  public DataTypeManager getDataTypeManager() {
    return types().getDataTypeManager();
  }

  @Override
  public EncodingManager getEncodingManager() {
    return types().getEncodingManager();
  }

  @Override
  public EncodingLimits getEncodingLimits() {
    return plain.getEncodingLimits();
  }

  @Override
  public NamespaceTable getNamespaceTable() {
    return plain.getNamespaceTable();
  }

  @Override
  public ServerTable getServerTable() {
    return plain.getServerTable();
  }

  private EncodingContext types() {
    if (known.isEmpty()) {
      known = read();
    }
    return known.orElse(plain);
  }

  /** Empty where it has to be tried again with the next structure. */
  private Optional<EncodingContext> read() {
    try {
      CompletableFuture<OpcUaClient> connected = session.client();
      if (!connected.isDone()) {
        return Optional.empty(); // nobody waits for a connection here
      }
      return Optional.of(connected.get().getDynamicEncodingContext());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | UaException e) {
      LOG.warn(
          "The structures of {} could not be read ({}); their values are published as base64 until"
              + " the next connect.",
          endpointUrl,
          e.getMessage());
      return Optional.of(plain);
    }
  }
}
