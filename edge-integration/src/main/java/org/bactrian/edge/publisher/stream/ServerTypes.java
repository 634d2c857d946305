package org.bactrian.edge.publisher.stream;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.bactrian.edge.publisher.message.Source;
import org.bactrian.opcua.session.Session;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The structures that a server defines itself, as the session knows them that requests share. Each
 * type is read when it is reported first, since most writers have none. For the thread that owns
 * the group.
 */
final class ServerTypes {

  private static final Logger LOG = LoggerFactory.getLogger(ServerTypes.class);

  private final Session session;
  private final String endpointUrl;
  private Source plain;
  private Source known;

  ServerTypes(Session session, String endpointUrl, Source plain) {
    this.session = session;
    this.endpointUrl = endpointUrl;
    this.plain = plain;
    this.known = plain;
  }

  /** Forgets what was read: the server may be another one after a reconnect. */
  void connected(Source source) {
    plain = source;
    known = source;
  }

  /** The source that can decode {@code values}. */
  Source sourceOf(List<DataValue> values) {
    if (known == plain && values.stream().anyMatch(ServerTypes::isStructure)) {
      known = read();
    }
    return known;
  }

  private Source read() {
    try {
      CompletableFuture<OpcUaClient> connected = session.client();
      if (!connected.isDone()) {
        return plain; // asked again with the next structure; nobody waits for a connection here
      }
      OpcUaClient client = connected.get();
      return new Source(plain.applicationUri(), client.getDynamicEncodingContext());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return plain;
    } catch (ExecutionException | UaException e) {
      LOG.warn(
          "The structures of {} could not be read ({}); their values are published as base64 until"
              + " the next connect.",
          endpointUrl,
          e.getMessage());
      return new Source(plain.applicationUri(), plain.context());
    }
  }

  private static boolean isStructure(DataValue value) {
    Object content = value.value().value();
    return content instanceof ExtensionObject || content instanceof ExtensionObject[];
  }
}
