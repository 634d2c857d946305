package org.bactrian.cloud.publisher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Facts of version 2.8 about jobs. */
final class GoldenJobs {

  static final JsonNode FACTS = facts();

  private GoldenJobs() {}

  private static JsonNode facts() {
    try (InputStream stream = GoldenJobs.class.getResourceAsStream("/golden/jobs.json")) {
      return new ObjectMapper().readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
