package org.bactrian.web.stream;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/**
 * Request of an authorized caller that opens a stream.
 *
 * @param context the request, which is paused and not answered yet
 * @param caller name of the caller
 * @param authorization tells whether the caller's credentials still let it in
 */
public record StreamRequest(
    RoutingContext context, String caller, Supplier<Future<Boolean>> authorization) {}
