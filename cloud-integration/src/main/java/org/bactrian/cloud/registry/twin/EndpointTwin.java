package org.bactrian.cloud.registry.twin;

import static org.bactrian.cloud.registry.twin.TwinValues.constant;
import static org.bactrian.cloud.registry.twin.TwinValues.filled;
import static org.bactrian.cloud.registry.twin.TwinValues.put;
import static org.bactrian.cloud.registry.twin.TwinValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.model.registry.ApplicationIds;
import org.bactrian.model.registry.AuthenticationMethod;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointConnectivityState;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.ModuleCapability;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.registry.ServerSecurityMode;
import org.jspecify.annotations.Nullable;

/** An endpoint as a device: where it belongs in tags, how to connect in desired properties. */
public final class EndpointTwin {

  /** Value of the tag {@code DeviceType}. */
  public static final String TYPE = "Endpoint";

  private EndpointTwin() {}

  /**
   * Reads an endpoint; empty when the twin is of something else.
   *
   * @param onlyServerState true reads what the cloud wants, false what the module reports over it
   */
  public static Optional<EndpointInfo> read(Twin twin, boolean onlyServerState) {
    JsonNode tags = twin.tags();
    if (!TYPE.equalsIgnoreCase(text(tags, "DeviceType"))) {
      return Optional.empty();
    }
    JsonNode properties = onlyServerState ? twin.desired() : twin.consolidated();
    Instant notSeen = ApplicationTwin.notSeenSince(tags);
    EndpointActivationState activation = activation(twin, notSeen != null);
    boolean outOfSync =
        twin.connected() && !endpoint(twin.consolidated()).same(endpoint(twin.desired()));
    return Optional.of(
        new EndpointInfo(
            registration(twin, properties),
            text(tags, "ApplicationId"),
            activation,
            state(twin, activation),
            outOfSync ? Boolean.TRUE : null,
            notSeen));
  }

  private static EndpointRegistration registration(Twin twin, JsonNode properties) {
    JsonNode tags = twin.tags();
    Values values = endpoint(properties);
    String lower = text(tags, "EndpointUrlLC");
    String url = values.url == null ? lower : values.url;
    String reported = filled(tags, "EndpointRegistrationUrl");
    String site = filled(properties, ModuleCapability.SITE);
    String discoverer = filled(tags, "DiscovererId");
    String supervisor = filled(tags, "SupervisorId");
    return new EndpointRegistration(
        twin.id().deviceId(),
        reported == null ? url : reported,
        site == null ? filled(tags, "SiteId") : site,
        supervisor,
        discoverer == null ? supervisor : discoverer,
        new Endpoint(
            url,
            values.alternatives,
            values.mode == ServerSecurityMode.Best ? null : values.mode,
            values.policy,
            values.thumbprint),
        TwinValues.integer(tags, "SecurityLevel"),
        TwinValues.list(
            tags,
            "AuthenticationMethods",
            method -> RegistryJson.read(method, AuthenticationMethod.class)));
  }

  private static EndpointActivationState activation(Twin twin, boolean disabled) {
    if (!Boolean.TRUE.equals(TwinValues.bool(twin.tags(), "Activated"))) {
      return EndpointActivationState.Deactivated;
    }
    return twin.connected() && !disabled
        ? EndpointActivationState.ActivatedAndConnected
        : EndpointActivationState.Activated;
  }

  private static EndpointConnectivityState state(Twin twin, EndpointActivationState activation) {
    if (activation != EndpointActivationState.ActivatedAndConnected) {
      return EndpointConnectivityState.Disconnected;
    }
    return shown(constant(twin.reported(), "State", EndpointConnectivityState.class));
  }

  /**
   * Reads how a connected module of ours says that the connection to an endpoint stands.
   *
   * @param module twin of the module that serves the endpoint
   * @param endpointId id of the endpoint
   */
  public static EndpointConnectivityState state(Twin module, String endpointId) {
    return shown(
        constant(
            module.reported().path(ModuleCapability.ENDPOINTS),
            endpointId,
            EndpointConnectivityState.class));
  }

  private static EndpointConnectivityState shown(@Nullable EndpointConnectivityState reported) {
    return reported == null || reported == EndpointConnectivityState.Disconnected
        ? EndpointConnectivityState.Connecting
        : reported;
  }

  /** Makes the patch that turns a twin into this endpoint. A state that is null stays. */
  public static ObjectNode patch(Twin twin, EndpointInfo wanted) {
    EndpointRegistration registration = wanted.registration();
    Endpoint endpoint = registration.endpoint();
    String module =
        registration.discovererId() == null
            ? registration.supervisorId()
            : registration.discovererId();
    ObjectNode tags = JsonNodeFactory.instance.objectNode();
    put(tags, "ApplicationId", wanted.applicationId());
    if (!Objects.equals(ApplicationTwin.notSeenSince(twin.tags()), wanted.notSeenSince())) {
      ApplicationTwin.putNotSeen(tags, wanted.notSeenSince());
    }
    put(
        tags,
        "SiteOrGatewayId",
        ApplicationIds.siteOrGateway(registration.siteId(), module).orElse(null));
    put(tags, "SupervisorId", registration.supervisorId());
    put(tags, "DiscovererId", registration.discovererId());
    put(tags, "SiteId", registration.siteId());
    put(tags, "DeviceType", TYPE);
    put(tags, "EndpointUrlLC", TwinValues.lower(registration.reportedUrl()));
    put(tags, "EndpointRegistrationUrl", registration.reportedUrl());
    Integer level = registration.securityLevel();
    put(tags, "SecurityLevel", level == null ? null : level.toString());
    if (wanted.activationState() != null) {
      put(tags, "Activated", wanted.activationState() != EndpointActivationState.Deactivated);
    }
    TwinValues.putList(
        tags, "AuthenticationMethods", registration.authenticationMethods(), EndpointTwin::method);

    ObjectNode desired = JsonNodeFactory.instance.objectNode();
    put(desired, "EndpointUrl", endpoint.url());
    TwinValues.putList(desired, "AlternativeUrls", endpoint.alternativeUrls());
    put(
        desired,
        "SecurityMode",
        endpoint.securityMode() == null ? ServerSecurityMode.Best : endpoint.securityMode());
    put(desired, "SecurityPolicy", endpoint.securityPolicy());
    put(desired, "Thumbprint", endpoint.certificate());
    return TwinPatch.of(twin, tags, desired);
  }

  /** Makes the patch that allows or forbids the use of an endpoint. */
  public static ObjectNode activation(Twin twin, @Nullable String supervisorId, boolean activated) {
    ObjectNode tags = JsonNodeFactory.instance.objectNode();
    put(tags, "SupervisorId", supervisorId);
    put(tags, "Activated", activated);
    return TwinPatch.of(twin, tags, JsonNodeFactory.instance.objectNode());
  }

  private static JsonNode method(AuthenticationMethod method) {
    ObjectNode tag = JsonNodeFactory.instance.objectNode();
    put(tag, "Id", method.id());
    put(tag, "CredentialType", method.credentialType());
    put(tag, "SecurityPolicy", method.securityPolicy());
    put(tag, "Configuration", method.configuration());
    return tag;
  }

  private record Values(
      @Nullable String url,
      @Nullable List<String> alternatives,
      @Nullable ServerSecurityMode mode,
      @Nullable String policy,
      @Nullable String thumbprint) {

    boolean same(Values other) {
      return Objects.equals(url, other.url)
          && set(alternatives).equals(set(other.alternatives))
          && mode == other.mode
          && Objects.equals(policy, other.policy)
          && Objects.equals(thumbprint, other.thumbprint);
    }

    private static HashSet<String> set(@Nullable List<String> list) {
      return list == null ? new HashSet<>() : new HashSet<>(list);
    }
  }

  private static Values endpoint(JsonNode properties) {
    return new Values(
        filled(properties, "EndpointUrl"),
        TwinValues.texts(properties, "AlternativeUrls"),
        constant(properties, "SecurityMode", ServerSecurityMode.class),
        filled(properties, "SecurityPolicy"),
        text(properties, "Thumbprint"));
  }
}
