package org.bactrian.cloud.registry.twin;

import static org.bactrian.cloud.registry.twin.TwinValues.filled;
import static org.bactrian.cloud.registry.twin.TwinValues.put;
import static org.bactrian.cloud.registry.twin.TwinValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ApplicationIds;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.ApplicationInfoBuilder;
import org.bactrian.model.registry.ApplicationType;
import org.bactrian.model.registry.RegistryOperation;
import org.jspecify.annotations.Nullable;

/** An application as tags of a device that never connects. */
public final class ApplicationTwin {

  /** Value of the tag {@code DeviceType}. */
  public static final String TYPE = "Application";

  private ApplicationTwin() {}

  /** Reads an application; empty when the twin is of something else. */
  public static Optional<ApplicationInfo> read(Twin twin) {
    JsonNode tags = twin.tags();
    if (!TYPE.equalsIgnoreCase(text(tags, "DeviceType"))) {
      return Optional.empty();
    }
    ApplicationType type = TwinValues.constant(tags, "ApplicationType", ApplicationType.class);
    String uri = filled(tags, "ApplicationUri");
    return Optional.of(
        ApplicationInfoBuilder.builder()
            .applicationId(twin.id().deviceId())
            .applicationType(type == null ? ApplicationType.Server : type)
            .applicationUri(uri == null ? filled(tags, "ApplicationUriLC") : uri)
            .productUri(text(tags, "ProductUri"))
            .applicationName(text(tags, "ApplicationName"))
            .locale(text(tags, "Locale"))
            .localizedNames(TwinValues.map(tags, "LocalizedNames"))
            .capabilities(TwinValues.set(tags, "Capabilities"))
            .discoveryUrls(TwinValues.texts(tags, "DiscoveryUrls"))
            .discoveryProfileUri(text(tags, "DiscoveryProfileUri"))
            .gatewayServerUri(text(tags, "GatewayServerUri"))
            .hostAddresses(TwinValues.texts(tags, "HostAddresses"))
            .siteId(filled(tags, "SiteId"))
            .discovererId(filled(tags, "DiscovererId"))
            .notSeenSince(notSeenSince(tags))
            .created(operation(tags, "Create"))
            .updated(operation(tags, "Update"))
            .build());
  }

  /**
   * Makes the patch that turns a twin into this application.
   *
   * @throws OperationException of kind BAD_REQUEST when neither a site nor a discoverer says where
   *     it is
   */
  public static ObjectNode patch(Twin twin, ApplicationInfo wanted) {
    return TwinPatch.of(twin, tags(twin, wanted), JsonNodeFactory.instance.objectNode());
  }

  private static ObjectNode tags(Twin twin, ApplicationInfo info) {
    String site =
        ApplicationIds.siteOrGateway(info.siteId(), info.discovererId())
            .orElseThrow(
                () ->
                    new OperationException(
                        FaultKind.BAD_REQUEST,
                        "siteId is missing: an application that no discoverer found needs one."));
    ApplicationType type =
        info.applicationType() == null ? ApplicationType.Server : info.applicationType();
    boolean both = type == ApplicationType.ClientAndServer;
    String uri = info.applicationUri();
    ObjectNode tags = JsonNodeFactory.instance.objectNode();
    put(tags, "ApplicationId", info.applicationId());
    if (!Objects.equals(notSeenSince(twin.tags()), info.notSeenSince())) {
      putNotSeen(tags, info.notSeenSince());
    }
    put(tags, "SiteOrGatewayId", site);
    put(tags, "DiscovererId", info.discovererId());
    put(tags, "SiteId", info.siteId());
    put(tags, "DeviceType", TYPE);
    put(tags, "ApplicationType", type);
    put(tags, "Server", type != ApplicationType.Client);
    put(tags, "Client", both || type == ApplicationType.Client);
    put(tags, "DiscoveryServer", type == ApplicationType.DiscoveryServer);
    put(tags, "ApplicationUri", uri);
    put(tags, "ApplicationUriLC", TwinValues.lower(uri));
    put(tags, "ApplicationName", info.applicationName());
    put(tags, "Locale", info.locale());
    put(tags, "ProductUri", info.productUri());
    put(tags, "DiscoveryProfileUri", info.discoveryProfileUri());
    put(tags, "GatewayServerUri", info.gatewayServerUri());
    TwinValues.putList(tags, "DiscoveryUrls", info.discoveryUrls());
    TwinValues.putSet(tags, "Capabilities", info.capabilities());
    TwinValues.putMap(tags, "LocalizedNames", info.localizedNames());
    TwinValues.putList(tags, "HostAddresses", info.hostAddresses());
    putOperation(tags, "Create", info.created());
    putOperation(tags, "Update", info.updated());
    return tags;
  }

  /** Since when something is disabled; null when it is not. */
  static @Nullable Instant notSeenSince(JsonNode tags) {
    Instant since = TwinValues.instant(tags, "NotSeenSince");
    // A tag alone, such as an operator sets by hand, disables as well.
    boolean disabled = Boolean.TRUE.equals(TwinValues.bool(tags, "IsDisabled"));
    return since == null && disabled ? Instant.EPOCH : since;
  }

  static void putNotSeen(ObjectNode tags, @Nullable Instant since) {
    put(tags, "IsDisabled", since == null ? null : Boolean.TRUE);
    put(tags, "NotSeenSince", since);
  }

  private static @Nullable RegistryOperation operation(JsonNode tags, String kind) {
    String authority = text(tags, kind + "AuthorityId");
    Instant time = TwinValues.instant(tags, kind + "Time");
    return authority == null && time == null ? null : new RegistryOperation(authority, time);
  }

  private static void putOperation(
      ObjectNode tags, String kind, @Nullable RegistryOperation operation) {
    put(tags, kind + "AuthorityId", operation == null ? null : operation.authorityId());
    put(tags, kind + "Time", operation == null ? null : operation.time());
  }
}
