package org.bactrian.opcua.session;

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
public record RequestOptions(
    Duration connectTimeout, Duration operationTimeout, CallOptions calls) {

  /** As configured. */
  public static final RequestOptions DEFAULT =
      new RequestOptions(Duration.ZERO, Duration.ZERO, CallOptions.DEFAULT);

  public RequestOptions {
    if (connectTimeout.isNegative() || operationTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "timeouts must not be negative, were " + connectTimeout + " and " + operationTimeout);
    }
  }

  /** The same with another longest time until there is a connection. */
  public RequestOptions withConnectTimeout(Duration longest) {
    return new RequestOptions(longest, operationTimeout, calls);
  }

  /** The same with another longest time until there is an answer. */
  public RequestOptions withOperationTimeout(Duration longest) {
    return new RequestOptions(connectTimeout, longest, calls);
  }

  /** The same with service calls made in another way. */
  public RequestOptions withCalls(CallOptions options) {
    return new RequestOptions(connectTimeout, operationTimeout, options);
  }
}
