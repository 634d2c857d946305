package org.bactrian.localazure.keyvault.item;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One version of an item.
 *
 * @param id 32 hexadecimal digits
 * @param tags texts of the client's
 * @param managed whether it belongs to a certificate
 * @param content what its kind keeps, secrets included
 */
public record ItemVersion(
    String id,
    ItemAttributes attributes,
    Map<String, String> tags,
    boolean managed,
    JsonNode content) {

  /** Returns a copy with other attributes and tags. */
  ItemVersion with(ItemAttributes changed, Map<String, String> changedTags) {
    return new ItemVersion(id, changed, changedTags, managed, content);
  }

  /** Returns a copy with another content. */
  public ItemVersion withContent(JsonNode changed) {
    return new ItemVersion(id, attributes, tags, managed, changed);
  }

  /** Names the version, not its content. */
  @Override
  public String toString() {
    return "ItemVersion[" + id + "]";
  }
}
