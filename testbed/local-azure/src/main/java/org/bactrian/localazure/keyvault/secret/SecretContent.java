package org.bactrian.localazure.keyvault.secret;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.bactrian.localazure.keyvault.item.ItemVersion;

/**
 * Content of a version of a secret.
 *
 * @param value the secret itself
 * @param contentType what the value is, for its readers; empty for nothing said
 */
public record SecretContent(String value, String contentType) {

  static SecretContent of(ItemVersion version) {
    try {
      return JSON.treeToValue(version.content(), SecretContent.class);
    } catch (JsonProcessingException e) {
      // The cause may quote the secret.
      throw new IllegalStateException("A secret of the vault cannot be read");
    }
  }

  /** The content as it is stored. */
  public JsonNode toJson() {
    return JSON.valueToTree(this);
  }

  /** Names nothing. */
  @Override
  public String toString() {
    return "SecretContent[]";
  }
}
