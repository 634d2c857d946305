package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.camel.Body;
import org.bactrian.edge.expansion.ExpandableEntry;
import org.bactrian.edge.expansion.ExpandedEntry;
import org.bactrian.edge.expansion.ExpansionRequest;
import org.bactrian.edge.expansion.WriterExpander;
import org.bactrian.edge.expansion.WriterExpansion;
import org.bactrian.edge.publisher.configuration.ConnectionEntries;
import org.bactrian.edge.twin.contract.RequestHeader;
import org.bactrian.edge.twin.contract.ServiceResponse;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.jspecify.annotations.Nullable;

/**
 * Methods that expand the nodes of an entry to writers. Each takes JSON, and returns an iterator
 * that asks the server that the entry names while it is read: over the entries that are made, each
 * with the fault that it has.
 */
public final class WriterExpansionOperations {

  private final TwinRequestExecutor calls;
  private final WriterEntries entries;

  public WriterExpansionOperations(TwinRequestExecutor calls, WriterEntries entries) {
    this.calls = calls;
    this.entries = entries;
  }

  /**
   * Body of a request.
   *
   * @param entry the entry to expand
   * @param request how it is expanded
   */
  record ExpansionBody(@Nullable JsonNode entry, @Nullable ExpansionRequest request) {}

  /**
   * Method ExpandWriter: the entries that an entry is expanded to; without a request, those without
   * faults.
   */
  public CompletableFuture<Iterator<ServiceResponse<ObjectNode>>> expandWriter(
      @Body @Nullable JsonNode body) {
    ExpansionBody read = read(body);
    ExpansionRequest request =
        Objects.requireNonNullElse(read.request(), ExpansionRequest.WITHOUT_ERRORS);
    return expand(
        read.entry(),
        request,
        (expanded, header) -> expanded.stream().map(one -> answer(one, header)).toList());
  }

  /**
   * Method ExpandAndCreateOrUpdateDataSetWriterEntries: the same entries; those without faults are
   * put into the configuration before they are told.
   */
  public CompletableFuture<Iterator<ServiceResponse<ObjectNode>>>
      expandAndCreateOrUpdateDataSetWriterEntries(@Body @Nullable JsonNode body) {
    ExpansionBody read = read(body);
    ExpansionRequest request = Objects.requireNonNullElse(read.request(), ExpansionRequest.DEFAULT);
    entries.requireChangeable();
    return expand(
        read.entry(),
        request,
        (expanded, header) ->
            saved(expanded, ExpansionRequest.isTrue(request.discardErrors()), header));
  }

  private List<ServiceResponse<ObjectNode>> saved(
      List<ExpandedEntry> expanded, boolean discardErrors, @Nullable RequestHeader header) {
    List<ObjectNode> good =
        expanded.stream().filter(ExpandedEntry::isGood).map(ExpandedEntry::entry).toList();
    Map<Integer, OperationException> refused = good.isEmpty() ? Map.of() : entries.saveAll(good);
    List<ServiceResponse<ObjectNode>> answers = new ArrayList<>();
    int place = 0;
    for (ExpandedEntry one : expanded) {
      OperationException fault = one.isGood() ? refused.get(place++) : null;
      if (fault == null) {
        answers.add(answer(one, header));
      } else if (!discardErrors) {
        answers.add(answer(new ExpandedEntry(one.entry(), ServerFaults.ofUnsaved(fault)), header));
      }
    }
    return answers;
  }

  private static ServiceResponse<ObjectNode> answer(
      ExpandedEntry one, @Nullable RequestHeader header) {
    return new ServiceResponse<>(one.entry(), ServerFaults.of(one.fault(), header));
  }

  private static ExpansionBody read(@Nullable JsonNode body) {
    if (body == null || !body.isObject()) {
      throw bad("The request is no object. Write {\"entry\": {...}, \"request\": {...}}.");
    }
    ExpansionBody read = RegistryJson.read(body, ExpansionBody.class);
    if (read.request() != null) {
      requireCount("maxLevelsToExpand", read.request().maxLevelsToExpand());
      requireCount("maxDepth", read.request().maxDepth());
    }
    return read;
  }

  private static void requireCount(String name, @Nullable Long number) {
    if (number != null && number < 0) {
      throw bad("/request/%s is %d. Write 0 or more.".formatted(name, number));
    }
  }

  private CompletableFuture<Iterator<ServiceResponse<ObjectNode>>> expand(
      @Nullable JsonNode json,
      ExpansionRequest request,
      BiFunction<List<ExpandedEntry>, @Nullable RequestHeader, List<ServiceResponse<ObjectNode>>>
          answer) {
    if (!(json instanceof ObjectNode written)) {
      throw bad("/entry is missing. Write the entry to expand, with its EndpointUrl and OpcNodes.");
    }
    ExpandableEntry entry = ExpandableEntry.of(written);
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.set("connection", ConnectionEntries.connection(written));
    if (envelope.at("/connection/endpoint/url").asText().isBlank()) {
      throw bad("/entry/EndpointUrl is missing. Write opc.tcp://host:port.");
    }
    RequestHeader header =
        Optional.ofNullable(request.header())
            .orElseGet(
                () ->
                    RegistryJson.read(JsonNodeFactory.instance.objectNode(), RequestHeader.class));
    TwinRequest envelopeRequest = TwinRequest.read(RegistryJson.bytes(envelope));
    return TwinRequestExecutor.answered(
        envelopeRequest.settings(header),
        header,
        calls.stream(
            envelopeRequest,
            header,
            (server, end) -> {
              WriterExpansion expansion =
                  new WriterExpander(server.nodes(), server.namespaces()).open(entry, request);
              return new PagedStream<>(
                  "Expanding", pages(expansion, some -> answer.apply(some, header)), end);
            }),
        error -> List.of(ServiceResponse.<ObjectNode>failed(error)).iterator());
  }

  private static PagedStream.PageSource<ServiceResponse<ObjectNode>> pages(
      WriterExpansion expansion,
      Function<List<ExpandedEntry>, List<ServiceResponse<ObjectNode>>> answer) {
    return new PagedStream.PageSource<>() {
      @Override
      public boolean hasNext() {
        return expansion.hasNext();
      }

      @Override
      public List<ServiceResponse<ObjectNode>> next() throws UaException {
        return answer.apply(expansion.next());
      }
    };
  }

  private static OperationException bad(String message) {
    return new OperationException(FaultKind.BAD_REQUEST, message);
  }
}
