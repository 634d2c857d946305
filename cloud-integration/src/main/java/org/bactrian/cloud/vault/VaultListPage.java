package org.bactrian.cloud.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import org.bactrian.cloud.paging.ContinuationToken;
import org.bactrian.model.registry.RegistryJson;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list of the vault, whose next page begins after the key of its last entry.
 *
 * @param list name of the list
 * @param query what is asked for, JSON
 * @param after key before the first entry; empty for the first page
 * @param size largest number of entries
 */
record VaultListPage(String list, JsonNode query, String after, int size) {

  private static final int MAX_SIZE = 1_000;

  /** The page that a caller asks for, of a list that has no query. */
  static VaultListPage of(String list, @Nullable String link, @Nullable Integer size) {
    return of(list, RegistryJson.mapper().createObjectNode(), link, size);
  }

  /** The page that a caller asks for. */
  static VaultListPage of(
      String list, JsonNode query, @Nullable String link, @Nullable Integer size) {
    if (link == null || link.isEmpty()) {
      return new VaultListPage(list, query, "", Math.min(MAX_SIZE, ContinuationToken.size(size)));
    }
    JsonNode position = ContinuationToken.position(link, list);
    Integer wanted = size == null ? Integer.valueOf(position.path("size").asInt()) : size;
    return new VaultListPage(
        list,
        position.path("query"),
        ContinuationToken.id(position, "after"),
        Math.min(MAX_SIZE, ContinuationToken.size(wanted)));
  }

  /** The entries of the page among those that were found, of which there may be one more. */
  <T> List<T> shown(List<T> found) {
    return found.subList(0, Math.min(size, found.size()));
  }

  /** Link to the next page; null when there is none. */
  <T> @Nullable String next(List<T> found, Function<T, String> key) {
    if (found.size() <= size) {
      return null;
    }
    ObjectNode position = ContinuationToken.positionOf(list);
    position.set("query", query);
    position.put("size", size).put("after", key.apply(found.get(size - 1)));
    return ContinuationToken.text(position);
  }
}
