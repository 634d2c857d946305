package org.bactrian.model.registry;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ids of applications. Clients keep them, so they are computed as version 2.8 does. */
public final class ApplicationIds {

  private static final String SERVER = "uas";
  private static final String CLIENT = "uac";

  private ApplicationIds() {}

  /**
   * Computes the id of an application: {@code uac} for a client and {@code uas} for all others,
   * then the SHA-1 of site, type and URI.
   *
   * @param siteId site, also when empty; null for none, then the device of the discoverer stands
   *     for it
   * @param discovererId discoverer that found it, or null
   * @param type type, or null for a server
   * @param applicationUri URI, in any case of letters
   * @return empty without a URI
   */
  public static Optional<String> of(
      @Nullable String siteId,
      @Nullable String discovererId,
      @Nullable ApplicationType type,
      @Nullable String applicationUri) {
    if (applicationUri == null || applicationUri.isEmpty()) {
      return Optional.empty();
    }
    ApplicationType known = type == null ? ApplicationType.Server : type;
    String prefix = known == ApplicationType.Client ? CLIENT : SERVER;
    String place = siteOrGateway(siteId, discovererId).orElse("");
    String hashed = place + "-" + known + "-" + LowerCase.of(applicationUri);
    return Optional.of(prefix + Sha1Text.of(hashed));
  }

  /** The site, else the device of a module; both may be null. */
  public static Optional<String> siteOrGateway(@Nullable String siteId, @Nullable String moduleId) {
    if (siteId != null) {
      return Optional.of(siteId);
    }
    return ModuleId.parse(moduleId).map(ModuleId::deviceId);
  }
}
