package org.bactrian.cloud.publisher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.cloud.paging.ContinuationToken;
import org.bactrian.cloud.publisher.contract.PublishBulkRequest;
import org.bactrian.cloud.publisher.contract.PublishBulkResponse;
import org.bactrian.cloud.publisher.contract.PublishErrorInfo;
import org.bactrian.cloud.publisher.contract.PublishStartRequest;
import org.bactrian.cloud.publisher.contract.PublishStartResponse;
import org.bactrian.cloud.publisher.contract.PublishStopRequest;
import org.bactrian.cloud.publisher.contract.PublishStopResponse;
import org.bactrian.cloud.publisher.contract.PublishedItem;
import org.bactrian.cloud.publisher.contract.PublishedItemListRequest;
import org.bactrian.cloud.publisher.contract.PublishedItemListResponse;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.CredentialType;
import org.bactrian.model.registry.RegistryJson;
import org.jspecify.annotations.Nullable;

/** The bean {@code publish}: operations on what is published of an endpoint. */
public final class Publish {

  /** Most nodes of one request. */
  static final int MAX_NODES = 10_000;

  private static final int PAGE = 1_000;
  private static final String LIST = "PublishedItem";

  private final JobService jobs;
  private final Function<String, EndpointInfo> endpoints;

  /**
   * @param endpoints finds an endpoint by its id; an {@link OperationException} when there is none
   */
  Publish(JobService jobs, Function<String, EndpointInfo> endpoints) {
    this.jobs = jobs;
    this.endpoints = endpoints;
  }

  /** StartPublishingValues: publishes a node. */
  public PublishStartResponse startPublishingValues(
      @Header("endpointId") String endpointId, @Body PublishStartRequest request) {
    requireNode(request.item());
    EndpointInfo endpoint = endpoints.apply(endpointId);
    ObjectNode connection = connection(endpoint, request.header());
    jobs.change(
        endpoint,
        job -> {
          job.connectTo((ObjectNode) connection.path("endpoint"));
          job.add(List.of(request.item()), connection);
          return true;
        });
    return new PublishStartResponse(null);
  }

  /** StopPublishingValues: publishes a node no more. */
  public PublishStopResponse stopPublishingValues(
      @Header("endpointId") String endpointId, @Body PublishStopRequest request) {
    if (request.nodeId().isBlank()) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "nodeId is empty. Write the id of a node.");
    }
    jobs.remove(endpointId, request.nodeId());
    return new PublishStopResponse(null);
  }

  /** BulkPublishValues: publishes nodes, and then others no more. */
  public PublishBulkResponse bulkPublishValues(
      @Header("endpointId") String endpointId, @Body PublishBulkRequest request) {
    List<PublishedItem> added = listOf(request.nodesToAdd());
    List<String> removed = listOf(request.nodesToRemove());
    if (added.size() + removed.size() > MAX_NODES) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "The request has %,d nodes. Send at most %,d at once."
              .formatted(added.size() + removed.size(), MAX_NODES));
    }
    EndpointInfo endpoint = endpoints.apply(endpointId);
    ObjectNode connection = connection(endpoint, request.header());
    jobs.change(
        endpoint,
        job -> {
          List<PublishedItem> possible =
              added.stream().filter(item -> fault(item).isEmpty()).toList();
          if (!possible.isEmpty()) {
            job.connectTo((ObjectNode) connection.path("endpoint"));
          }
          job.add(possible, connection);
          boolean stopped = job.remove(new HashSet<>(removed));
          return stopped || !possible.isEmpty();
        });
    return new PublishBulkResponse(
        request.nodesToAdd() == null
            ? null
            : added.stream()
                .map(
                    item ->
                        fault(item).map(PublishErrorInfo::refused).orElse(PublishErrorInfo.NONE))
                .toList(),
        request.nodesToRemove() == null
            ? null
            : removed.stream().map(node -> PublishErrorInfo.NONE).toList());
  }

  /** GetFirstListOfPublishedNodes: the first page, or the one that the body has a token of. */
  public PublishedItemListResponse getFirstListOfPublishedNodes(
      @Header("endpointId") String endpointId, @Body PublishedItemListRequest request) {
    return page(endpointId, request.continuationToken());
  }

  /** GetNextListOfPublishedNodes: a further page. */
  public PublishedItemListResponse getNextListOfPublishedNodes(
      @Header("endpointId") String endpointId,
      @Header("continuationToken") String continuationToken) {
    return page(endpointId, continuationToken);
  }

  private PublishedItemListResponse page(String endpointId, @Nullable String token) {
    int from =
        token == null || token.isEmpty()
            ? 0
            : Math.max(0, ContinuationToken.position(token, LIST).path("from").asInt());
    List<PublishedItem> all =
        jobs.find(endpointId).map(job -> job.configuration().items()).orElse(List.of());
    int start = Math.min(from, all.size());
    int end = Math.min(start + PAGE, all.size());
    return new PublishedItemListResponse(
        all.subList(start, end),
        end == all.size()
            ? null
            : ContinuationToken.text(ContinuationToken.positionOf(LIST).put("from", end)));
  }

  private static <T> List<T> listOf(@Nullable List<T> list) {
    return list == null ? new ArrayList<>() : list;
  }

  private static void requireNode(PublishedItem item) {
    fault(item)
        .ifPresent(
            fault -> {
              throw new OperationException(FaultKind.BAD_REQUEST, fault);
            });
  }

  private static Optional<String> fault(PublishedItem item) {
    if (item.nodeId() == null || item.nodeId().isBlank()) {
      return Optional.of("nodeId is empty. Write the id of a node.");
    }
    boolean negative =
        List.of(
                Optional.ofNullable(item.publishingInterval()),
                Optional.ofNullable(item.samplingInterval()),
                Optional.ofNullable(item.heartbeatInterval()))
            .stream()
            .flatMap(Optional::stream)
            .anyMatch(interval -> interval.isNegative());
    return negative
        ? Optional.of("An interval is negative. Write it as hh:mm:ss, or leave it out.")
        : Optional.empty();
  }

  /** The server and the user that a job connects to it with. */
  private static ObjectNode connection(EndpointInfo endpoint, @Nullable JsonNode header) {
    ObjectNode connection = JsonNodeFactory.instance.objectNode();
    connection.set("endpoint", RegistryJson.tree(endpoint.registration().endpoint()));
    if (header == null || header.isNull()) {
      return connection;
    }
    JsonNode user = header.path("elevation");
    if (user.isObject()) {
      requireUser(user);
      connection.set("user", user);
    }
    JsonNode diagnostics = header.path("diagnostics");
    if (diagnostics.isObject()) {
      connection.set("diagnostics", diagnostics);
    }
    return connection;
  }

  private static void requireUser(JsonNode user) {
    CredentialType type =
        user.path("type").isTextual()
            ? RegistryJson.read(user.path("type"), CredentialType.class)
            : CredentialType.None;
    boolean known =
        switch (type) {
          case None -> true;
          case UserName -> !user.at("/value/user").asText("").isEmpty();
          default -> false;
        };
    if (!known) {
      throw new OperationException(
          type == CredentialType.UserName ? FaultKind.BAD_REQUEST : FaultKind.NOT_SUPPORTED,
          "elevation has no user that publishers know. Write {\"type\": \"UserName\", \"value\":"
              + " {\"user\": \"name\", \"password\": \"secret\"}}, or leave it out.");
    }
  }
}
