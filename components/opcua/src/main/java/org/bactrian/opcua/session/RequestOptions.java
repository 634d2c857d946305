package org.bactrian.opcua.session;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.bactrian.opcua.service.CallOptions;

/**
 * Time-outs of one request.
 *
 * @param connectTimeout longest time until there is a connection; zero for the configured one
 * @param operationTimeout longest time until the request is answered, connecting included; zero for
 *     as long as its parts may take
 * @param calls how its service calls are made
 */
@RecordBuilder
public record RequestOptions(Duration connectTimeout, Duration operationTimeout, CallOptions calls)
    implements RequestOptionsBuilder.With {

  /** As configured. */
  public static final RequestOptions DEFAULT =
      new RequestOptions(Duration.ZERO, Duration.ZERO, CallOptions.DEFAULT);

  public RequestOptions {
    if (connectTimeout.isNegative() || operationTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "timeouts must not be negative, were " + connectTimeout + " and " + operationTimeout);
    }
  }
}
