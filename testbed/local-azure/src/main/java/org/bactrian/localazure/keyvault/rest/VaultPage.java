package org.bactrian.localazure.keyvault.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;

/**
 * Page of a list: at most {@code maxresults} elements, 25 unless the client wants fewer, with the
 * address of the next page. Elements that come or go between two pages do not shift the others.
 */
public final class VaultPage {

  private static final int MAX_RESULTS = 25;
  private static final String POSITION = "$skiptoken";

  private VaultPage() {}

  /**
   * Returns the page that a request asks for.
   *
   * @param all elements in their order
   * @param id of an element, by which it is found again
   */
  public static <T> VaultAnswer of(
      VaultRequest request, List<T> all, Function<T, String> id, Function<T, JsonNode> json) {
    int size = size(request);
    List<T> rest = after(position(request), all, id);
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    rest.stream().limit(size).map(json).forEach(values::add);
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    page.set("value", values);
    if (rest.size() > size) {
      String last =
          VaultRequest.text(id.apply(rest.get(size - 1)).getBytes(StandardCharsets.UTF_8));
      page.put(
          "nextLink",
          "%s%s?api-version=%s&maxresults=%d&%s=%s"
              .formatted(
                  request.baseUrl(),
                  request.context().normalizedPath(),
                  URLEncoder.encode(request.query("api-version"), StandardCharsets.UTF_8),
                  size,
                  POSITION,
                  last));
    } else {
      page.putNull("nextLink");
    }
    return VaultAnswer.of(page);
  }

  private static <T> List<T> after(String position, List<T> all, Function<T, String> id) {
    if (position.isEmpty()) {
      return all;
    }
    for (int i = 0; i < all.size(); i++) {
      if (id.apply(all.get(i)).equals(position)) {
        return all.subList(i + 1, all.size());
      }
    }
    // The last element of the page before is gone; names come in the order of their lower case.
    String lower = position.toLowerCase(Locale.ROOT);
    return all.stream()
        .filter(element -> id.apply(element).toLowerCase(Locale.ROOT).compareTo(lower) > 0)
        .toList();
  }

  private static String position(VaultRequest request) {
    return new String(
        VaultRequest.bytesOf(POSITION, request.query(POSITION)), StandardCharsets.UTF_8);
  }

  private static int size(VaultRequest request) {
    String wanted = request.query("maxresults");
    if (wanted.isEmpty()) {
      return MAX_RESULTS;
    }
    if (!wanted.matches("[0-9]{1,9}")) {
      throw KeyVaultFaultException.badParameter("maxresults is not a number");
    }
    int size = Integer.parseInt(wanted);
    if (size < 1 || size > MAX_RESULTS) {
      throw KeyVaultFaultException.badParameter("maxresults is not from 1 to " + MAX_RESULTS);
    }
    return size;
  }
}
