package org.bactrian.cloud.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bactrian.cloud.paging.ContinuationToken;
import org.bactrian.cloud.registry.contract.Page;
import org.bactrian.cloud.registry.twin.Twin;
import org.bactrian.model.registry.RegistryJson;
import org.jspecify.annotations.Nullable;

/**
 * A kind of list, page by page. The continuation token holds what was asked for besides IoT Hub's
 * own token, so that the next page of a query is had from any replica and by the list operation. It
 * never holds text of IoT Hub's query language, since callers could change that.
 *
 * @param <Q> what is asked for
 * @param <T> what is listed
 */
final class PagedQuery<Q extends Record, T> {

  /** Makes the text of a query. */
  interface Queries<Q> {
    /**
     * Text of the query.
     *
     * @param asked what is asked for; empty for the plain list
     */
    TwinQueryText of(Optional<Q> asked);
  }

  /** Reads a twin; empty for one that is something else. */
  interface Reader<T> {
    Optional<T> read(Twin twin, boolean onlyServerState);
  }

  /** Adds what no twin of the list tells, and leaves out what does not fit for it. */
  interface Completion<Q, T> {
    /**
     * Completed entries of one page.
     *
     * @param asked what is asked for; empty for the plain list
     * @param items entries of one page
     */
    List<T> of(Optional<Q> asked, List<T> items);
  }

  private final HubRegistry hub;
  private final Class<Q> queryType;
  private final Queries<Q> queries;
  private final Reader<T> reader;
  private final Completion<Q, T> completion;

  PagedQuery(HubRegistry hub, Class<Q> queryType, Queries<Q> queries, Reader<T> reader) {
    this(hub, queryType, queries, reader, (asked, items) -> items);
  }

  PagedQuery(
      HubRegistry hub,
      Class<Q> queryType,
      Queries<Q> queries,
      Reader<T> reader,
      Completion<Q, T> completion) {
    this.hub = hub;
    this.queryType = queryType;
    this.queries = queries;
    this.reader = reader;
    this.completion = completion;
  }

  /**
   * A page of the list, or of the query that a token belongs to.
   *
   * @param token what the page before came with; null or empty for the first
   * @param onlyServerState null for false
   * @param pageSize null for the usual size
   */
  Page<T> list(String token, @Nullable Boolean onlyServerState, Integer pageSize) {
    if (token == null || token.isEmpty()) {
      return page(Optional.empty(), onlyServerState, pageSize, "");
    }
    JsonNode position = ContinuationToken.position(token, queryType.getSimpleName());
    Optional<Q> asked =
        position.has("query")
            ? Optional.of(RegistryJson.read(position.get("query"), queryType))
            : Optional.empty();
    Integer size = pageSize == null ? Integer.valueOf(position.path("size").asInt()) : pageSize;
    Boolean desired =
        onlyServerState == null
            ? Boolean.valueOf(position.path("desired").asBoolean())
            : onlyServerState;
    return page(asked, desired, size, position.path("hub").asText());
  }

  /** The first page of a query. */
  Page<T> query(Q asked, @Nullable Boolean onlyServerState, Integer pageSize) {
    return page(Optional.of(asked), onlyServerState, pageSize, "");
  }

  /** The first page of a query that is asked by named parameters, such as those of a URL. */
  Page<T> queryByParameters(
      Map<String, Object> parameters, @Nullable Boolean onlyServerState, Integer pageSize) {
    return query(RegistryJson.ofParameters(parameters, queryType), onlyServerState, pageSize);
  }

  /** Everything that a query finds. */
  List<T> all(Q asked) {
    return hub.all(queries.of(Optional.of(asked)).toString()).stream()
        .flatMap(twin -> reader.read(twin, false).stream())
        .toList();
  }

  private Page<T> page(
      Optional<Q> asked, @Nullable Boolean onlyServerState, Integer pageSize, String continuation) {
    boolean desired = Boolean.TRUE.equals(onlyServerState);
    int size = ContinuationToken.size(pageSize);
    HubRegistry.Found found = hub.page(queries.of(asked).toString(), size, continuation);
    List<T> items = new ArrayList<>();
    found.rows().forEach(row -> reader.read(Twin.of(row), desired).ifPresent(items::add));
    List<T> complete = completion.of(asked, items);
    if (found.continuation().isEmpty()) {
      return new Page<>(complete, null);
    }
    ObjectNode position = ContinuationToken.positionOf(queryType.getSimpleName());
    asked.ifPresent(query -> position.set("query", RegistryJson.tree(query)));
    position.put("desired", desired).put("size", size).put("hub", found.continuation());
    return new Page<>(complete, ContinuationToken.text(position));
  }

  /** Reads twins where the cloud's wish and the module's report are not told apart. */
  static <T> Reader<T> always(Function<Twin, Optional<T>> reader) {
    return (twin, onlyServerState) -> reader.apply(twin);
  }
}
