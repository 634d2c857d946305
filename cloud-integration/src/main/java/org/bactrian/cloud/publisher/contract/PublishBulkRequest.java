package org.bactrian.cloud.publisher.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Request to publish nodes and to publish others no more. Its members begin with capitals.
 *
 * @param nodesToAdd nodes to publish; null for none
 * @param nodesToRemove ids of nodes to publish no more, after the others were added; null for none
 * @param header as that of {@link PublishStartRequest}
 */
public record PublishBulkRequest(
    @JsonProperty("NodesToAdd") @Nullable List<PublishedItem> nodesToAdd,
    @JsonProperty("NodesToRemove") @Nullable List<String> nodesToRemove,
    @JsonProperty("Header") @Nullable JsonNode header) {

  public PublishBulkRequest {
    nodesToAdd = nodesToAdd == null ? null : List.copyOf(nodesToAdd);
    nodesToRemove = nodesToRemove == null ? null : List.copyOf(nodesToRemove);
  }

  @Override
  public String toString() {
    return "PublishBulkRequest[" + nodesToAdd + ", " + nodesToRemove + "]";
  }
}
