package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.Body;
import org.bactrian.edge.expansion.ExpandableEntry;
import org.bactrian.edge.expansion.ExpandedEntry;
import org.bactrian.edge.expansion.ExpansionRequest;
import org.bactrian.edge.expansion.ExpansionRequestBuilder;
import org.bactrian.edge.expansion.WriterExpander;
import org.bactrian.edge.publisher.configuration.ConnectionEntries;
import org.bactrian.edge.twin.contract.ErrorInfo;
import org.bactrian.edge.twin.contract.RequestHeader;
import org.bactrian.edge.twin.contract.ServiceResponse;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.registry.TimeTexts;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsedNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Methods for the assets of servers that make them of thing descriptions (WoT connectivity, OPC
 * 10100-1). Each takes JSON and returns an object that is written as JSON. An asset that is made is
 * a DataSetWriter of the configuration, too.
 */
public final class AssetOperations {

  private static final Logger LOG = LoggerFactory.getLogger(AssetOperations.class);
  private static final String NAMESPACE = "http://opcfoundation.org/UA/WoT-Con/";
  private static final long ROOT = 31;
  private static final long CREATE_ASSET = 32;
  private static final long DELETE_ASSET = 35;
  private static final long ASSET_FILE_TYPE = 110;
  private static final long CLOSE_AND_UPDATE = 111;
  private static final int WRITE_AND_ERASE = 6;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final String GROUP = "DataSetWriterGroup";
  private static final String WRITER = "DataSetWriterId";
  private static final String NAME = "DataSetName";
  private static final BrowseFilter COMPONENTS =
      new BrowseFilter(BrowseDirection.Forward, NodeIds.HasComponent, true, 0, 0);

  private final TwinRequestExecutor calls;
  private final WriterEntries entries;

  public AssetOperations(TwinRequestExecutor calls, WriterEntries entries) {
    this.calls = calls;
    this.entries = entries;
  }

  /** Method CreateOrUpdateAsset: makes an asset of a thing description that is JSON. */
  public CompletableFuture<ServiceResponse<ObjectNode>> createOrUpdateAsset(
      @Body JsonNode request) {
    JsonNode description = request.path("configuration");
    if (!description.isContainerNode()) {
      throw bad("/configuration is missing. Write the thing description of the asset.");
    }
    return create(request, description.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Method CreateOrUpdateAsset2: makes an asset of a thing description in Base64. */
  public CompletableFuture<ServiceResponse<ObjectNode>> createOrUpdateAsset2(
      @Body JsonNode request) {
    try {
      byte[] description = Base64.getDecoder().decode(request.path("configuration").asText());
      if (description.length > 0) {
        return create(request, description);
      }
    } catch (IllegalArgumentException e) {
      throw new OperationException(FaultKind.BAD_REQUEST, "/configuration is not Base64.", e);
    }
    throw bad("/configuration is missing. Write the thing description of the asset in Base64.");
  }

  private CompletableFuture<ServiceResponse<ObjectNode>> create(
      JsonNode request, byte[] description) {
    ObjectNode entry = entry(request, NAME, "the name of the asset");
    Duration wait = wait(request.path("waitTime"));
    ObjectNode without = entry.deepCopy();
    without.remove(WRITER);
    return on(
        request,
        entry,
        server -> made(server, entry.deepCopy(), description, wait),
        error -> new ServiceResponse<>(without, error));
  }

  private ServiceResponse<ObjectNode> made(
      ServerView server, ObjectNode entry, byte[] description, Duration wait) throws UaException {
    ServerFile root = new ServerFile(server, known(server, ROOT));
    NodeId asset =
        ServerFile.output(
            root.call(known(server, CREATE_ASSET), new Variant(entry.path(NAME).asText())),
            NodeId.class);
    entry.put(WRITER, id(server, asset));
    try {
      NodeId typeMethod = known(server, CLOSE_AND_UPDATE);
      ServerFile file = new ServerFile(server, file(server, asset));
      NodeId commit =
          file.method(
              new QualifiedName(typeMethod.getNamespaceIndex(), "CloseAndUpdate"), typeMethod);
      file.write(description, WRITE_AND_ERASE, commit, false);
      TimeUnit.MILLISECONDS.sleep(wait.toMillis());
      ObjectNode made = entryOf(server, entry, asset);
      entries.save(made);
      return ServiceResponse.of(made);
    } catch (UaException e) {
      delete(server, asset);
      return new ServiceResponse<>(
          entry, ServerFaults.of(org.bactrian.opcua.service.ServiceResult.of(e), server.header()));
    } catch (OperationException e) {
      delete(server, asset);
      return new ServiceResponse<>(
          entry, ServerFaults.of(ServerFaults.ofUnsaved(e), server.header()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UaException(StatusCodes.Bad_Shutdown, "the edge is shutting down");
    }
  }

  /** An asset that could not be published is no use at the server either. */
  private static void delete(ServerView server, NodeId asset) {
    try {
      new ServerFile(server, known(server, ROOT))
          .call(known(server, DELETE_ASSET), new Variant(asset));
    } catch (UaException e) {
      LOG.warn("The asset {} is left at the server: {}", asset.toParseableString(), e.getMessage());
    }
  }

  private static NodeId file(ServerView server, NodeId asset) throws UaException {
    NodeId type = known(server, ASSET_FILE_TYPE);
    for (ReferenceDescription reference : components(server, asset)) {
      if (reference
          .getTypeDefinition()
          .toNodeId(server.namespaces())
          .filter(type::equals)
          .isPresent()) {
        return server.local(reference.getNodeId());
      }
    }
    throw new UaException(StatusCodes.Bad_NotFound, "the asset has no file");
  }

  private static ObjectNode entryOf(ServerView server, ObjectNode entry, NodeId asset)
      throws UaException {
    ObjectNode wanted = entry.deepCopy();
    wanted
        .putArray("OpcNodes")
        .addObject()
        .put("Id", id(server, asset))
        .put("DataSetFieldId", entry.path(NAME).asText());
    ExpansionRequest single =
        ExpansionRequestBuilder.builder().createSingleWriter(true).maxDepth(0L).build();
    List<ExpandedEntry> expanded =
        new WriterExpander(server.nodes(), server.namespaces())
            .expand(ExpandableEntry.of(wanted), single);
    if (expanded.size() != 1 || !expanded.get(0).isGood()) {
      throw new UaException(
          StatusCodes.Bad_UnexpectedError, "the server has made no variables of the asset");
    }
    ObjectNode made = expanded.get(0).entry();
    made.put(WRITER, id(server, asset));
    return made;
  }

  /** Method GetAllAssets: the assets of a server as entries, which are looked up while read. */
  public CompletableFuture<Iterator<ServiceResponse<ObjectNode>>> getAllAssets(
      @Body JsonNode request) {
    ObjectNode entry = entry(request, null, "");
    TwinRequest connection = connection(entry);
    RequestHeader header = header(request);
    return TwinRequestExecutor.answered(
        connection.settings(header),
        header,
        calls.stream(
            connection,
            header,
            (server, end) -> new PagedStream<>("Listing assets", assets(server, entry), end)),
        error -> List.of(ServiceResponse.<ObjectNode>failed(error)).iterator());
  }

  private static PagedStream.PageSource<ServiceResponse<ObjectNode>> assets(
      ServerView server, ObjectNode entry) throws UaException {
    Iterator<ReferenceDescription> found =
        server.namespaces().getIndex(NAMESPACE) == null
            ? Collections.emptyIterator()
            : components(server, known(server, ROOT)).iterator();
    return new PagedStream.PageSource<>() {
      @Override
      public boolean hasNext() {
        return found.hasNext();
      }

      @Override
      public List<ServiceResponse<ObjectNode>> next() throws UaException {
        ReferenceDescription reference = found.next();
        if (reference.getNodeClass() != NodeClass.Object) {
          return List.of();
        }
        NodeId asset = server.local(reference.getNodeId());
        ObjectNode named = entry.deepCopy();
        named.put(NAME, reference.getBrowseName().name()).put(WRITER, id(server, asset));
        return List.of(asset(server, named, asset));
      }
    };
  }

  private static ServiceResponse<ObjectNode> asset(
      ServerView server, ObjectNode entry, NodeId asset) {
    try {
      return ServiceResponse.of(entryOf(server, entry, asset));
    } catch (UaException e) {
      return new ServiceResponse<>(
          entry, ServerFaults.of(org.bactrian.opcua.service.ServiceResult.of(e), server.header()));
    }
  }

  /** Method DeleteAsset: removes an asset from the configuration and from its server. */
  public CompletableFuture<Object> deleteAsset(@Body JsonNode request) {
    ObjectNode entry = entry(request, WRITER, "the node id of the asset");
    boolean force = request.path("force").asBoolean();
    return on(
        request,
        entry,
        server -> {
          NodeId asset = server.local(ServerView.node(entry.path(WRITER).asText()));
          try {
            entries.remove(entry.path(GROUP).asText(), entry.path(WRITER).asText(), force);
          } catch (OperationException e) {
            e.throwUnless(FaultKind.NOT_FOUND);
            throw new UaException(StatusCodes.Bad_NotFound, e.getMessage(), e);
          }
          new ServerFile(server, known(server, ROOT))
              .call(known(server, DELETE_ASSET), new Variant(asset));
          return JsonNodeFactory.instance.objectNode();
        },
        error -> error);
  }

  /** The id of an asset as the name of its writer. */
  private static String id(ServerView server, NodeId asset) {
    return NodeIdText.format(asset, server.namespaces(), NamespaceFormat.EXPANDED);
  }

  private static List<ReferenceDescription> components(ServerView server, NodeId node)
      throws UaException {
    BrowsedNode browsed =
        ServerView.await(server.nodes().browse(List.of(node.expanded()), COMPONENTS)).get(0);
    if (!browsed.status().isGood()) {
      throw new UaException(browsed.status());
    }
    return browsed.references();
  }

  private static NodeId known(ServerView server, long id) throws UaException {
    return ExpandedNodeId.of(NAMESPACE, UInteger.valueOf(id))
        .toNodeId(server.namespaces())
        .orElseThrow(
            () ->
                new UaException(
                    StatusCodes.Bad_NotSupported, "the server makes no assets of descriptions"));
  }

  private static ObjectNode entry(JsonNode request, @Nullable String required, String what) {
    if (!(request.path("entry") instanceof ObjectNode entry)) {
      throw bad("/entry is missing. Write the entry with the server, group and writer.");
    }
    for (String name : required == null ? List.<String>of() : List.of(required, GROUP)) {
      if (!entry.path(name).isTextual()
          || entry.path(name).asText().isEmpty() && !name.equals(GROUP)) {
        throw bad(
            "/entry/%s is missing.%s"
                .formatted(name, name.equals(GROUP) ? "" : " It is " + what + "."));
      }
    }
    return entry;
  }

  private static Duration wait(JsonNode text) {
    if (text.isMissingNode() || text.isNull()) {
      return Duration.ZERO;
    }
    Duration wait = TimeTexts.duration(text.asText());
    if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0) {
      throw bad("/waitTime has to be from 0 to " + LONGEST_WAIT.toSeconds() + " s.");
    }
    return wait;
  }

  private static OperationException bad(String message) {
    return new OperationException(FaultKind.BAD_REQUEST, message);
  }

  private <R> CompletableFuture<R> on(
      JsonNode request,
      ObjectNode entry,
      TwinRequestExecutor.StepOnServer<R> step,
      Function<ErrorInfo, R> failed) {
    return calls.carryOut(connection(entry), header(request), step, failed);
  }

  private static TwinRequest connection(ObjectNode entry) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.set("connection", ConnectionEntries.connection(entry));
    return TwinRequest.read(RegistryJson.bytes(envelope));
  }

  private static RequestHeader header(JsonNode request) {
    JsonNode header =
        request.path("header").isObject() ? request.path("header") : request.path("request");
    return RegistryJson.read(
        header.isObject() ? header : JsonNodeFactory.instance.objectNode(), RequestHeader.class);
  }
}
