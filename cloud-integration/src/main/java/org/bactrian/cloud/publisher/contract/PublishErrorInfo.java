package org.bactrian.cloud.publisher.contract;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of one item of a request; empty for an item that was done.
 *
 * @param statusCode status code of OPC UA, unsigned 32 bits
 * @param errorMessage what is wrong with the item, and the remedy
 * @param diagnostics more about it
 */
public record PublishErrorInfo(
    @Nullable Long statusCode, @Nullable String errorMessage, @Nullable JsonNode diagnostics) {

  /** An item that was done. */
  public static final PublishErrorInfo NONE = new PublishErrorInfo(null, null, null);

  private static final long BAD_INVALID_ARGUMENT = 0x80AB0000L;

  /** An item that cannot be meant. */
  public static PublishErrorInfo refused(String message) {
    return new PublishErrorInfo(BAD_INVALID_ARGUMENT, message, null);
  }
}
