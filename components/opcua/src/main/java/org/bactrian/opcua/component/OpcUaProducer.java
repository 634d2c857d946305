package org.bactrian.opcua.component;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsedNode;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.NodeWrite;
import org.bactrian.opcua.service.OpcUaMethodCall;
import org.bactrian.opcua.service.PlainValues;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.session.Session;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one service call an exchange. Bad statuses of single nodes are results, in the body
 * and in {@link OpcUaConstants#STATUS}; a server that cannot be used fails the exchange.
 */
class OpcUaProducer extends DefaultAsyncProducer {

  private final OpcUaEndpoint endpoint;
  private Session session;
  private NodeServices services;
  private @Nullable SessionHealthCheck healthCheck;

  OpcUaProducer(OpcUaEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    session = endpoint.openSession();
    services = new NodeServices(session::client);
    if (endpoint.getComponent().isHealthCheckProducerEnabled()) {
      healthCheck =
          new SessionHealthCheck(
              "opcua-producer-" + Integer.toHexString(System.identityHashCode(this)), session);
      healthCheck.registerIn(endpoint.getCamelContext());
    }
  }

  @Override
  protected void doStop() throws Exception {
    if (healthCheck != null) {
      healthCheck.unregisterFrom(endpoint.getCamelContext());
      healthCheck = null;
    }
    if (session != null) {
      session.close();
    }
    super.doStop();
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    CompletableFuture<Void> done;
    try {
      done =
          switch (endpoint.getConfiguration().getOperation()) {
            case read -> read(exchange);
            case write -> write(exchange);
            case call -> call(exchange);
            case browse -> browse(exchange);
            case subscribe -> throw new IllegalArgumentException("opcua:subscribe is for from");
          };
    } catch (RuntimeException e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
    done.whenComplete(
        (nothing, fault) -> {
          if (fault != null) {
            exchange.setException(
                UaException.extract(fault)
                    .<Throwable>map(e -> e)
                    .orElse(fault.getCause() == null ? fault : fault.getCause()));
          }
          callback.done(false);
        });
    return false;
  }

  private CompletableFuture<Void> read(Exchange exchange) {
    List<String> nodes = nodes(exchange);
    List<NodeAttributeId> targets = ids(nodes).stream().map(NodeAttributeId::value).toList();
    return services
        .read(targets, endpoint.getConfiguration().getMaxAge())
        .thenAccept(
            values -> {
              List<OpcUaValue> body = new ArrayList<>(values.size());
              for (int i = 0; i < values.size(); i++) {
                body.add(OpcUaValue.of(nodes.get(i), values.get(i)));
              }
              answer(exchange, body, values.stream().map(v -> v.statusCode()).toList());
            });
  }

  private CompletableFuture<Void> write(Exchange exchange) {
    List<String> nodes = new ArrayList<>();
    List<NodeWrite> writes = new ArrayList<>();
    Object body = exchange.getMessage().getBody();
    if (body instanceof Map<?, ?> byNode && mayNameNodes()) {
      byNode.forEach(
          (node, value) -> {
            nodes.add(node.toString());
            writes.add(new NodeWrite(target(node.toString()), value));
          });
    } else {
      nodes.addAll(nodes(exchange));
      List<?> values = nodes.size() == 1 ? Arrays.asList(body) : values(body, nodes.size());
      for (int i = 0; i < nodes.size(); i++) {
        writes.add(new NodeWrite(target(nodes.get(i)), values.get(i)));
      }
    }
    return services
        .write(writes)
        .thenAccept(
            results -> {
              List<OpcUaWriteStatus> answers = new ArrayList<>(results.size());
              for (int i = 0; i < results.size(); i++) {
                answers.add(
                    new OpcUaWriteStatus(
                        nodes.get(i),
                        StatusText.of(results.get(i).status()),
                        results.get(i).detail()));
              }
              answer(exchange, answers, results.stream().map(r -> r.status()).toList());
            });
  }

  private CompletableFuture<Void> call(Exchange exchange) {
    OpcUaConfiguration options = endpoint.getConfiguration();
    String object = text(exchange, OpcUaConstants.OBJECT, options.getObject());
    String method = text(exchange, OpcUaConstants.METHOD, options.getMethod());
    Object body = exchange.getMessage().getBody();
    List<?> inputs =
        body == null ? List.of() : body instanceof Collection<?> c ? List.copyOf(c) : List.of(body);
    return services
        .call(
            List.of(
                new OpcUaMethodCall(NodeIdText.parse(object), NodeIdText.parse(method), inputs)))
        .thenAccept(
            results -> {
              var result = results.get(0);
              if (!result.status().isGood() && !result.detail().isEmpty()) {
                throw new IllegalArgumentException(method + ": " + result.detail());
              }
              List<Object> outputs = new ArrayList<>();
              result.outputs().forEach(output -> outputs.add(PlainValues.of(output)));
              answer(exchange, outputs, List.of(result.status()));
            });
  }

  private CompletableFuture<Void> browse(Exchange exchange) {
    List<String> nodes = nodes(exchange);
    List<ExpandedNodeId> ids = ids(nodes);
    return session
        .client()
        .thenCompose(client -> services.browse(ids, browseFilter(client.getNamespaceTable())))
        .thenAccept(
            browsed -> {
              List<OpcUaReference> body = new ArrayList<>();
              for (int i = 0; i < browsed.size(); i++) {
                for (ReferenceDescription reference : browsed.get(i).references()) {
                  body.add(reference(nodes.get(i), reference));
                }
              }
              answer(exchange, body, browsed.stream().map(BrowsedNode::status).toList());
            });
  }

  private BrowseFilter browseFilter(NamespaceTable namespaces) {
    OpcUaConfiguration options = endpoint.getConfiguration();
    NodeId referenceType =
        NodeIdText.parse(options.getReferenceType())
            .toNodeId(namespaces)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "referenceType "
                            + options.getReferenceType()
                            + " has a namespace that the server does not know"));
    return new BrowseFilter(
        BrowseDirection.valueOf(options.getBrowseDirection()),
        referenceType,
        true,
        options.getNodeClassMask(),
        0);
  }

  private OpcUaReference reference(String from, ReferenceDescription reference) {
    return new OpcUaReference(
        from,
        text(reference.getNodeId()),
        reference.getBrowseName().toParseableString(),
        reference.getDisplayName().text(),
        reference.getNodeClass().name(),
        reference.getTypeDefinition().isNull() ? "" : text(reference.getTypeDefinition()),
        NodeIdText.format(
            reference.getReferenceTypeId(), session.namespaces(), NamespaceFormat.EXPANDED),
        reference.getIsForward());
  }

  private String text(ExpandedNodeId id) {
    return id.toNodeId(session.namespaces())
        .map(node -> NodeIdText.format(node, session.namespaces(), NamespaceFormat.EXPANDED))
        .orElseGet(id::toParseableString);
  }

  private List<String> nodes(Exchange exchange) {
    Object header =
        endpoint.getConfiguration().isFromHeaders()
            ? exchange.getMessage().getHeader(OpcUaConstants.NODES)
            : null;
    List<String> nodes = header == null ? endpoint.nodeTexts() : NodeIdList.of(header);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException(
          "There are no nodes. Give the option nodes, or fromHeaders=true and the header "
              + OpcUaConstants.NODES
              + ".");
    }
    return nodes;
  }

  private String text(Exchange exchange, String header, String option) {
    return endpoint.getConfiguration().isFromHeaders()
        ? exchange.getMessage().getHeader(header, option, String.class)
        : option;
  }

  /** A form that somebody posts is a map, too, and must not lead to other nodes. */
  private boolean mayNameNodes() {
    return endpoint.getConfiguration().isFromHeaders() || endpoint.nodeTexts().isEmpty();
  }

  private static List<?> values(Object body, int count) {
    if (body instanceof List<?> values && values.size() == count) {
      return values;
    }
    throw new IllegalArgumentException(
        "There are "
            + count
            + " nodes to write. Give the body as many values in a list, or a map by node.");
  }

  private static NodeAttributeId target(String node) {
    return NodeAttributeId.value(NodeIdText.parse(node));
  }

  private static List<ExpandedNodeId> ids(List<String> nodes) {
    return nodes.stream().map(NodeIdText::parse).toList();
  }

  private static void answer(Exchange exchange, Object body, List<StatusCode> statuses) {
    StatusCode worst =
        statuses.stream()
            .filter(status -> !status.isGood())
            .findFirst()
            .orElse(new StatusCode(StatusCodes.Good));
    exchange.getMessage().setBody(body);
    exchange.getMessage().setHeader(OpcUaConstants.STATUS, StatusText.of(worst));
  }
}
