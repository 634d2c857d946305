package org.bactrian.cloud.publisher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bactrian.cloud.publisher.contract.PublishedItem;

/** Parts of requests to publish nodes. */
final class PublishRequests {

  private PublishRequests() {}

  /** A node with nothing else said of it. */
  static PublishedItem node(String id) {
    return new PublishedItem(id, null, null, null, null);
  }

  /** A header by which a user with the password {@code secret} reads the node. */
  static JsonNode elevation(String user) {
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    header
        .putObject("elevation")
        .put("type", "UserName")
        .putObject("value")
        .put("user", user)
        .put("password", "secret");
    return header;
  }
}
