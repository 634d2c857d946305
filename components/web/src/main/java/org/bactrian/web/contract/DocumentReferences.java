package org.bactrian.web.contract;

import com.fasterxml.jackson.databind.JsonNode;

/** Follows {@code $ref} inside a document. */
public final class DocumentReferences {

  private DocumentReferences() {}

  /** Resolves {@code node} when it is a reference, else returns it. */
  public static JsonNode resolve(JsonNode node, JsonNode document) {
    JsonNode current = node;
    while (current.has("$ref")) {
      String reference = current.path("$ref").asText();
      if (!reference.startsWith("#/")) {
        throw new IllegalArgumentException(reference + " leads out of the document");
      }
      current = document.at(reference.substring(1));
      if (current.isMissingNode()) {
        throw new IllegalArgumentException(reference + " leads nowhere");
      }
    }
    return current;
  }
}
