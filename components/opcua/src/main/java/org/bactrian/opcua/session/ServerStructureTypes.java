package org.bactrian.opcua.session;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.bactrian.opcua.json.StructureCodecs;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.typetree.LazyClientDataTypeTree;
import org.eclipse.milo.opcua.sdk.core.typetree.DataType;
import org.eclipse.milo.opcua.sdk.core.typetree.DataTypeTree;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.DataTypeCodec;
import org.eclipse.milo.opcua.stack.core.types.DataTypeInitializer;
import org.eclipse.milo.opcua.stack.core.types.DefaultDataTypeManager;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseResultMask;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;

/**
 * Codecs of a server's own structures, each made of the server's description of the type (Part 3,
 * 5.8.3) when a value of it is met first. Whoever meets the type meanwhile waits for that, where
 * Milo's own manager answers that there is none. A type that could not be resolved is tried again
 * after a while. Thread-safe; a call may wait for the server.
 */
final class ServerStructureTypes extends DefaultDataTypeManager {

  /** Time until a type that could not be resolved is tried again with the next of its values. */
  private static final Duration RETRY_DELAY = Duration.ofSeconds(30);

  /** A server that is busy or a session that is replaced fails one try, seldom the next. */
  private static final int ATTEMPTS = 3;

  /** Ids come from outside; beyond this number all are tried again at once. */
  private static final int MOST_RETRIES = 10_000;

  private final OpcUaClient client;
  private final DataTypeTree types;
  private final UndecodableTypes undecodable;
  private final Duration retryDelay;

  /** Held while the server is asked, so that a type is resolved once. */
  private final ReentrantLock resolving = new ReentrantLock();

  /** Next attempts at ids that could not be resolved, in nanoseconds of the system's timer. */
  private final Map<NodeId, Long> retries = new ConcurrentHashMap<>();

  ServerStructureTypes(
      OpcUaClient client,
      NamespaceTable namespaces,
      DataTypeTree types,
      UndecodableTypes undecodable) {
    this(client, namespaces, types, undecodable, RETRY_DELAY);
  }

  ServerStructureTypes(
      OpcUaClient client,
      NamespaceTable namespaces,
      DataTypeTree types,
      UndecodableTypes undecodable,
      Duration retryDelay) {
    this.client = client;
    this.types = types;
    this.undecodable = undecodable;
    this.retryDelay = retryDelay;
    new DataTypeInitializer().initialize(namespaces, this);
  }

  /** The codec of a data type or of one of its encodings; null where there is none for now. */
  @Override
  public DataTypeCodec getCodec(NodeId id) {
    DataTypeCodec known = super.getCodec(id);
    return known == null && resolve(id) ? super.getCodec(id) : known;
  }

  @Override
  public NodeId getBinaryEncodingId(NodeId dataType) {
    resolve(dataType);
    return super.getBinaryEncodingId(dataType);
  }

  @Override
  public NodeId getXmlEncodingId(NodeId dataType) {
    resolve(dataType);
    return super.getXmlEncodingId(dataType);
  }

  @Override
  public NodeId getJsonEncodingId(NodeId dataType) {
    resolve(dataType);
    return super.getJsonEncodingId(dataType);
  }

  /** Asks the server for a type that is not known, and says whether there is a codec for it. */
  private boolean resolve(NodeId id) {
    if (super.getCodec(id) != null) {
      return true;
    }
    if (id.getNamespaceIndex().intValue() == 0 || isToWait(id)) {
      return false;
    }
    resolving.lock();
    try {
      if (super.getCodec(id) != null) {
        return true;
      }
      if (isToWait(id)) {
        return false;
      }
      Optional<String> fault = fault(id);
      if (fault.isPresent()) {
        if (retries.size() >= MOST_RETRIES) {
          retries.clear();
        }
        retries.put(id, System.nanoTime() + retryDelay.toNanos());
        undecodable.unresolved(id, fault.get(), retryDelay);
        return false;
      }
      retries.remove(id);
      undecodable.resolved(id);
      return true;
    } finally {
      resolving.unlock();
    }
  }

  private boolean isToWait(NodeId id) {
    Long next = retries.get(id);
    return next != null && System.nanoTime() - next < 0;
  }

  /** Registers the codec; what is wrong where that does not work. */
  private Optional<String> fault(NodeId id) {
    String fault = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        NodeId dataType = dataTypeOf(id);
        DataType type = types.getDataType(dataType);
        if (type != null && type.getDataTypeDefinition() != null) {
          register(id, type);
          return Optional.empty();
        }
        if (type != null) {
          return Optional.of("the server does not describe it (no DataTypeDefinition)");
        }
        fault = "the server does not know it, or did not answer";
        if (types instanceof LazyClientDataTypeTree lazy) {
          lazy.clearFailedResolutions();
        }
      } catch (UaException | RuntimeException e) {
        fault = StatusText.of(e);
        if (StatusText.codeOf(e).value() == StatusCodes.Bad_Timeout) {
          // A server that hangs keeps all who decode waiting; the next try is after the delay.
          break;
        }
      }
    }
    return Optional.of(fault);
  }

  private void register(NodeId id, DataType type) {
    DataTypeCodec codec =
        new ReportingCodec(StructureCodecs.create(type, types), type.getNodeId(), undecodable);
    NodeId binary = type.getBinaryEncodingId();
    if (binary == null && type.getDataTypeDefinition() instanceof StructureDefinition structure) {
      // A server without encoding nodes names the binary encoding here (Part 3, 8.48).
      binary = structure.getDefaultEncodingId();
    }
    boolean isEncoding = !id.equals(type.getNodeId());
    boolean isUnnamed =
        isEncoding
            && !id.equals(binary)
            && !id.equals(type.getXmlEncodingId())
            && !id.equals(type.getJsonEncodingId());
    registerType(
        type.getNodeId(),
        codec,
        isUnnamed ? id : binary,
        type.getXmlEncodingId(),
        type.getJsonEncodingId());
  }

  /** The data type that an encoding is of; the id itself where it is none of an encoding. */
  private NodeId dataTypeOf(NodeId id) throws UaException {
    BrowseResult result =
        client.browse(
            new BrowseDescription(
                id,
                BrowseDirection.Inverse,
                NodeIds.HasEncoding,
                false,
                uint(NodeClass.DataType.getValue()),
                uint(BrowseResultMask.None.getValue())));
    long code = result.getStatusCode().value();
    ReferenceDescription[] references = result.getReferences();
    if (code == StatusCodes.Bad_NodeIdUnknown || code == StatusCodes.Bad_NodeIdInvalid) {
      return id;
    }
    if (result.getStatusCode().isBad()) {
      throw new UaException(result.getStatusCode());
    }
    return references == null || references.length == 0
        ? id
        : references[0].getNodeId().toNodeId(client.getNamespaceTable()).orElse(id);
  }
}
