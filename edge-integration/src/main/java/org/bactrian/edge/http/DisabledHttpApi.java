package org.bactrian.edge.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalInt;
import org.apache.camel.CamelContext;
import org.bactrian.web.http.RestServer;

/** Disabled HTTP API: REST routes are loaded but cannot be reached. */
record DisabledHttpApi() implements HttpApi {

  @Override
  public void open(CamelContext context) {
    HttpApiServer.enabled(context, false);
    RestServer.disable(context);
  }

  @Override
  public OptionalInt port() {
    return OptionalInt.empty();
  }

  @Override
  public OptionalInt plainPort() {
    return OptionalInt.empty();
  }

  /** Removes what an earlier start has reported. */
  @Override
  public ObjectNode apply(JsonNode desired) {
    ObjectNode reported = JsonNodeFactory.instance.objectNode();
    HttpApiServer.PROPERTIES.forEach(reported::putNull);
    return reported;
  }

  @Override
  public long certificatesMade() {
    return 0;
  }
}
