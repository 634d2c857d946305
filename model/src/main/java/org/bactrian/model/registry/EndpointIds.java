package org.bactrian.model.registry;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ids of endpoints. Clients keep them, so they are computed as version 2.8 does. */
public final class EndpointIds {

  private static final String PREFIX = "uat";

  private EndpointIds() {}

  /**
   * Computes the id of an endpoint: {@code uat}, then the SHA-1 of URL, application, mode and
   * policy. The modes None and Best, and none at all, are the same to it.
   *
   * @param applicationId id of the application, or null
   * @param reportedUrl URL that the server gave, in any case of letters, or null
   * @param mode mode, or null
   * @param securityPolicy URI of the policy, in any case of letters, or null
   * @return empty without application or URL
   */
  public static Optional<String> of(
      @Nullable String applicationId,
      @Nullable String reportedUrl,
      @Nullable ServerSecurityMode mode,
      @Nullable String securityPolicy) {
    if (applicationId == null || reportedUrl == null) {
      return Optional.empty();
    }
    ServerSecurityMode known =
        mode == null || mode == ServerSecurityMode.None ? ServerSecurityMode.Best : mode;
    String policy = securityPolicy == null ? "" : LowerCase.of(securityPolicy);
    String hashed = LowerCase.of(reportedUrl) + "-" + applicationId + "-" + known + "-" + policy;
    return Optional.of(PREFIX + Sha1Text.of(hashed));
  }

  /** Computes the id of an endpoint of an application from what was found. */
  public static Optional<String> of(@Nullable String applicationId, EndpointRegistration found) {
    return of(
        applicationId,
        found.reportedUrl(),
        found.endpoint().securityMode(),
        found.endpoint().securityPolicy());
  }

  /**
   * Returns whether a text has the form of an endpoint's id: {@code uat} and whole bytes in hex.
   */
  public static boolean isOne(String text) {
    return text.matches(PREFIX + "([0-9a-fA-F]{2})+");
  }
}
