package org.bactrian.cloud.publisher.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of each item of a bulk request, in its order. Its members begin with capitals.
 *
 * @param nodesToAdd null when there was no such list
 * @param nodesToRemove null when there was no such list
 */
public record PublishBulkResponse(
    @JsonInclude @JsonProperty("NodesToAdd") @Nullable List<PublishErrorInfo> nodesToAdd,
    @JsonInclude @JsonProperty("NodesToRemove") @Nullable List<PublishErrorInfo> nodesToRemove) {

  public PublishBulkResponse {
    nodesToAdd = nodesToAdd == null ? null : List.copyOf(nodesToAdd);
    nodesToRemove = nodesToRemove == null ? null : List.copyOf(nodesToRemove);
  }
}
