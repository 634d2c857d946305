package org.bactrian.localazure.hub.rest;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.bactrian.localazure.hub.auth.AccessControl;
import org.bactrian.localazure.hub.auth.HubPermission;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;

/** Lets service requests in that have a permission and ask for a version that is served. */
record ServiceAuthorization(AccessControl access, HubPermission permission)
    implements Handler<RoutingContext> {

  private static final Set<String> VERSIONS = Set.of("2020-03-13", "2020-09-30", "2021-04-12");

  @Override
  public void handle(RoutingContext context) {
    access.requireService(
        ServiceRequest.header(context, "Authorization"), permission, context.request().path());
    String version = context.request().getParam("api-version", "");
    if (!VERSIONS.contains(version)) {
      throw new HubFaultException(
          HubFault.INVALID_PROTOCOL_VERSION,
          "api-version '" + version + "' is not served; use 2021-04-12");
    }
    context.next();
  }
}
