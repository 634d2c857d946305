package org.bactrian.opcua.session;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Structure types of one server whose values cannot be decoded, each logged once, and once more
 * when it can be after all. Thread-safe.
 */
final class UndecodableTypes {

  private static final Logger LOG = LoggerFactory.getLogger(UndecodableTypes.class);

  /** A server that sends a new id each time must not fill the memory. */
  private static final int MOST_REMEMBERED = 10_000;

  private final String server;
  private final Set<NodeId> told = ConcurrentHashMap.newKeySet();

  /**
   * @param server what the server is called in messages
   */
  UndecodableTypes(String server) {
    this.server = server;
  }

  /** Notes a data type, or an encoding of one, that the server's description is missing of. */
  void unresolved(NodeId type, String reason, Duration retryDelay) {
    if (isNew(type)) {
      LOG.warn(
          "{}: structures of type {} cannot be decoded: {}. Their encoded bytes are passed on as"
              + " Base64 meanwhile; the type is tried again every {} s. Check that the server has"
              + " the type with its DataTypeDefinition (OPC UA 1.04) and lets this user browse it.",
          server,
          type.toParseableString(),
          reason,
          retryDelay.toSeconds());
    }
  }

  /** Notes a type that is decoded from now on. */
  void resolved(NodeId type) {
    if (told.remove(type)) {
      LOG.info("{}: structures of type {} are decoded", server, type.toParseableString());
    }
  }

  /** Notes a value whose bytes do not fit the description of its type. */
  void malformed(NodeId type, RuntimeException fault) {
    if (isNew(type)) {
      LOG.warn(
          "{}: a structure of type {} does not fit the server's description of the type ({}). Such"
              + " values are passed on as Base64. Report it to the server's manufacturer.",
          server,
          type.toParseableString(),
          fault.toString());
    }
  }

  private boolean isNew(NodeId type) {
    return told.size() < MOST_REMEMBERED && told.add(type);
  }
}
