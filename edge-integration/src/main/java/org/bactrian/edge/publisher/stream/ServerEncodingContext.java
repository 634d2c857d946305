package org.bactrian.edge.publisher.stream;

import java.util.Optional;
import org.bactrian.edge.publisher.message.DataSetSource;
import org.bactrian.opcua.subscription.ServerContext;
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
 * Encoding context for the values of one connection with a server. The structures that the server
 * defines itself are those of the session, which requests share; it is asked for them when a
 * structure is written, so that values of other types cost nothing. For the thread that owns the
 * group.
 */
final class ServerEncodingContext implements EncodingContext {

  private static final Logger LOG = LoggerFactory.getLogger(ServerEncodingContext.class);

  private final ServerContext server;
  private final EncodingContext plain;
  private Optional<EncodingContext> known = Optional.empty();
  private boolean told;

  private ServerEncodingContext(ServerContext server) {
    this.server = server;
    this.plain = new DataSetSource("", server.namespaces()).context();
  }

  /** The server of a connection, with its types. */
  static DataSetSource source(ServerContext server) {
    return new DataSetSource(server.applicationUri(), new ServerEncodingContext(server));
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
      return Optional.of(server.client().getDynamicEncodingContext());
    } catch (UaException e) {
      if (!told) {
        told = true;
        LOG.warn(
            "The structures of {} cannot be read ({}); their encoded bytes are published as Base64"
                + " until they can. It is tried again with each of them.",
            server.applicationUri(),
            e.getMessage());
      }
      return Optional.empty();
    }
  }
}
