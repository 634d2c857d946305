package org.bactrian.localazure.keyvault.item;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;

/**
 * Attributes and tags that a request gives a version. What it does not name stays as it is.
 *
 * @param attributes JSON object with {@code enabled}, {@code nbf} and {@code exp}, or missing
 * @param tags JSON object of texts, or missing
 */
public record ItemDraft(JsonNode attributes, JsonNode tags) {

  /** The last second of the year 9999. */
  private static final long MAX_SECONDS = 253_402_300_799L;

  private static final int MAX_TAGS = 15;
  private static final int MAX_TAG_LENGTH = 256;

  /**
   * Takes the attributes and tags out of a request.
   *
   * @throws KeyVaultFaultException when they are not what they must be
   */
  public static ItemDraft of(JsonNode body) {
    ItemDraft draft = new ItemDraft(body.path("attributes"), body.path("tags"));
    draft.applyTo(ItemAttributes.madeAt(0));
    draft.readTags();
    return draft;
  }

  ItemAttributes applyTo(ItemAttributes before) {
    JsonNode enabled = attributes.path("enabled");
    if (!(enabled.isMissingNode() || enabled.isNull() || enabled.isBoolean())) {
      throw KeyVaultFaultException.badParameter("attributes.enabled is not true or false");
    }
    ItemAttributes changed =
        new ItemAttributes(
            enabled.asBoolean(before.enabled()),
            seconds("nbf", before.notBefore()),
            seconds("exp", before.expires()),
            before.created(),
            before.updated());
    if (changed.expires() > 0 && changed.expires() <= changed.notBefore()) {
      throw KeyVaultFaultException.badParameter("attributes.exp is not after attributes.nbf");
    }
    return changed;
  }

  Optional<Map<String, String>> readTags() {
    if (tags.isMissingNode() || tags.isNull()) {
      return Optional.empty();
    }
    if (!tags.isObject() || tags.size() > MAX_TAGS) {
      throw KeyVaultFaultException.badParameter(
          "tags is not an object of at most " + MAX_TAGS + " texts");
    }
    Map<String, String> read = new HashMap<>();
    tags.properties()
        .forEach(
            tag -> {
              String text = tag.getValue().asText("");
              if (Math.max(tag.getKey().length(), text.length()) > MAX_TAG_LENGTH) {
                throw KeyVaultFaultException.badParameter(
                    "A tag has more than " + MAX_TAG_LENGTH + " characters");
              }
              read.put(tag.getKey(), text);
            });
    return Optional.of(Map.copyOf(read));
  }

  private long seconds(String name, long otherwise) {
    JsonNode value = attributes.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.canConvertToExactIntegral()
        || !value.canConvertToLong()
        || value.asLong() < 0
        || value.asLong() > MAX_SECONDS) {
      throw KeyVaultFaultException.badParameter(
          "attributes." + name + " is not a number of seconds since 1970, before the year 10000");
    }
    return value.asLong();
  }
}
