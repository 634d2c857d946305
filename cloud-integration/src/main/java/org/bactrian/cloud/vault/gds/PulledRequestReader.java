package org.bactrian.cloud.vault.gds;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.vault.ApplicationVaultRequest;
import org.bactrian.model.vault.VaultRequestKind;
import org.jspecify.annotations.Nullable;

/** Reads requests, whose senders may send anything. */
final class PulledRequestReader {

  /** Properties in which IoT Hub names the sender; no sender can write them. */
  private static final String DEVICE = "iothub-connection-device-id";

  private static final String MODULE = "iothub-connection-module-id";
  private static final int MAX_BASE64 =
      ApplicationVaultRequest.MAX_CERTIFICATE_REQUEST_BYTES * 4 / 3 + 4;

  private PulledRequestReader() {}

  /**
   * Reads a request.
   *
   * @param properties properties of the message
   * @throws UnreadableVaultRequestException when it cannot be meant
   */
  static PulledRequest read(String body, Map<String, Object> properties) {
    ModuleId origin = new ModuleId(name(properties, DEVICE), name(properties, MODULE));
    ApplicationVaultRequest request;
    try {
      request = RegistryJson.read(body, ApplicationVaultRequest.class);
    } catch (OperationException e) {
      e.throwUnless(FaultKind.BAD_REQUEST);
      throw new UnreadableVaultRequestException("The body is no request: " + e.getMessage());
    } catch (NullPointerException e) {
      throw new UnreadableVaultRequestException("The body is no request: a list has null in it.");
    }
    requireId(request.requestId(), "requestId");
    require(request.kind() != null, "kind");
    requireApplication(request.application());
    requireText(request.subjectName(), "subjectName");
    requireTexts(request.domainNames(), "domainNames");
    String csr = request.certificateRequest();
    boolean isSigning = request.kind() == VaultRequestKind.StartSigningRequest;
    require(isSigning == (csr != null), "certificateRequest");
    require(csr == null || csr.length() <= MAX_BASE64, "certificateRequest");
    if (request.kind() == VaultRequestKind.AcceptRequest) {
      requireId(request.startedRequestId(), "startedRequestId");
    }
    return new PulledRequest(origin, request);
  }

  private static String name(Map<String, Object> properties, String property) {
    Object value = properties.get(property);
    if (value == null || value.toString().isBlank()) {
      throw new UnreadableVaultRequestException(
          "The message has no " + property + ", so no module sent it.");
    }
    return value.toString();
  }

  private static void requireApplication(@Nullable ApplicationInfo application) {
    require(application != null, "application");
    String uri = application == null ? null : application.applicationUri();
    require(uri != null && !uri.isBlank(), "applicationUri");
    if (application != null) {
      require(application.applicationType() != null, "applicationType");
      requireText(uri, "applicationUri");
      requireText(application.applicationName(), "applicationName");
      requireText(application.productUri(), "productUri");
      requireText(application.locale(), "locale");
      requireText(application.siteId(), "siteId");
      requireTexts(application.discoveryUrls(), "discoveryUrls");
      requireTexts(application.capabilities(), "capabilities");
      Map<String, String> names = application.localizedNames();
      if (names != null) {
        requireTexts(List.copyOf(names.keySet()), "localizedNames");
        requireTexts(List.copyOf(names.values()), "localizedNames");
      }
    }
  }

  private static void requireId(@Nullable String id, String member) {
    try {
      require(id != null && !UUID.fromString(id).toString().isEmpty(), member);
    } catch (IllegalArgumentException e) {
      throw impossible(member);
    }
  }

  private static void requireTexts(@Nullable List<String> texts, String member) {
    if (texts != null) {
      require(texts.size() <= ApplicationVaultRequest.MAX_LIST, member);
      texts.forEach(text -> requireText(text, member));
    }
  }

  private static void requireText(@Nullable String text, String member) {
    require(text == null || text.length() <= ApplicationVaultRequest.MAX_TEXT, member);
  }

  private static void require(boolean possible, String member) {
    if (!possible) {
      throw impossible(member);
    }
  }

  private static UnreadableVaultRequestException impossible(String member) {
    return new UnreadableVaultRequestException("The request has no possible " + member + ".");
  }
}
