package org.bactrian.model.registry;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint of a server as it was found.
 *
 * @param id id, computed from application, URL, mode and policy
 * @param endpointUrl URL that the server gave
 * @param siteId site that it is in
 * @param supervisorId module that serves it
 * @param discovererId discoverer that found it
 * @param endpoint how to connect to it; with nothing in it when left out
 * @param securityLevel how safe the server says it is, more is safer
 * @param authenticationMethods ways to sign in
 */
@RecordBuilder
public record EndpointRegistration(
    @Nullable String id,
    @Nullable String endpointUrl,
    @Nullable String siteId,
    @Nullable String supervisorId,
    @Nullable String discovererId,
    Endpoint endpoint,
    @Nullable Integer securityLevel,
    @Nullable List<AuthenticationMethod> authenticationMethods)
    implements EndpointRegistrationBuilder.With {

  public EndpointRegistration {
    endpoint =
        Objects.requireNonNullElseGet(endpoint, () -> new Endpoint(null, null, null, null, null));
    authenticationMethods =
        authenticationMethods == null ? null : List.copyOf(authenticationMethods);
  }

  /** Returns the registration with its id and its place in the registry. */
  public EndpointRegistration placed(
      @Nullable String endpointId,
      @Nullable String site,
      @Nullable String supervisor,
      @Nullable String discoverer) {
    return with()
        .id(endpointId)
        .siteId(site)
        .supervisorId(supervisor)
        .discovererId(discoverer)
        .build();
  }

  /** Id of an endpoint that is in the registry, where each has one. */
  public String registeredId() {
    return Objects.requireNonNull(id, "id of a registered endpoint");
  }

  /** URL that the server gave; the reachable one where it gave none; null without either. */
  public @Nullable String reportedUrl() {
    return endpointUrl != null ? endpointUrl : endpoint.url();
  }
}
