package org.bactrian.model.registry;

import java.util.List;

/**
 * An endpoint of a server as it was found.
 *
 * @param id id, computed from application, URL, mode and policy
 * @param endpointUrl URL that the server gave
 * @param siteId site that it is in
 * @param supervisorId module that serves it
 * @param discovererId discoverer that found it
 * @param endpoint how to connect to it
 * @param securityLevel how safe the server says it is, more is safer
 * @param authenticationMethods ways to sign in
 */
public record EndpointRegistration(
    String id,
    String endpointUrl,
    String siteId,
    String supervisorId,
    String discovererId,
    Endpoint endpoint,
    Integer securityLevel,
    List<AuthenticationMethod> authenticationMethods) {

  public EndpointRegistration {
    authenticationMethods =
        authenticationMethods == null ? null : List.copyOf(authenticationMethods);
  }

  /** The same with what its place in the registry says. */
  public EndpointRegistration placed(
      String endpointId, String site, String supervisor, String discoverer) {
    return new EndpointRegistration(
        endpointId,
        endpointUrl,
        site,
        supervisor,
        discoverer,
        endpoint,
        securityLevel,
        authenticationMethods);
  }

  /** URL that the server gave; the reachable one where it gave none. */
  public String reportedUrl() {
    return endpointUrl != null ? endpointUrl : endpoint.url();
  }
}
