package org.bactrian.opcua.session;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.bactrian.model.setting.SettingRange;
import org.bactrian.opcua.pki.OwnCertificateRules;
import org.bactrian.opcua.pki.PkiStore;
import org.bactrian.opcua.pki.ServerCertificateRules;
import org.bactrian.opcua.reverse.ReverseConnectSettings;
import org.bactrian.opcua.service.RequestBounds;
import org.bactrian.opcua.subscription.SubscriptionLimits;

/**
 * Identity, trust and time-outs of this client, the same for all servers.
 *
 * @param applicationName name that servers show for this client
 * @param applicationUri identity of this client, also in its certificate (Part 6, 6.2.2); empty for
 *     the one in the certificate that exists already, or {@code urn:<host>:bactrian} in a new one
 * @param pkiRoot folder of the certificates: own, trusted, rejected and issuers
 * @param pkiStores stores that are elsewhere than in the folder of their name below {@code pkiRoot}
 * @param ownCertificate name, origin and trust of the certificate of this client
 * @param checks what is asked of servers
 * @param sessionTimeout how long a server keeps the session of a client that is gone
 * @param connectTimeout longest time until a connection stands
 * @param requestTimeout longest time until a service call is answered
 * @param keepAliveInterval time between two checks of a quiet connection
 * @param reconnectDelayMin wait before the second try to connect; each further one is twice as long
 * @param reconnectDelayMax longest wait between two tries
 * @param tokenLifetime lifetime of security tokens, which are renewed before
 * @param productUri URI of the product that servers show for this client
 * @param maxMessageSize largest message that is accepted, in bytes
 * @param reverseConnect where servers connect that open connections themselves
 * @param subscriptions bounds of subscriptions
 * @param requestBounds bounds of requests
 */
@RecordBuilder
public record OpcUaClientSettings(
    String applicationName,
    String applicationUri,
    Path pkiRoot,
    Map<PkiStore, Path> pkiStores,
    OwnCertificateRules ownCertificate,
    ServerCertificateRules checks,
    Duration sessionTimeout,
    Duration connectTimeout,
    Duration requestTimeout,
    Duration keepAliveInterval,
    Duration reconnectDelayMin,
    Duration reconnectDelayMax,
    Duration tokenLifetime,
    String productUri,
    int maxMessageSize,
    ReverseConnectSettings reverseConnect,
    SubscriptionLimits subscriptions,
    RequestBounds requestBounds)
    implements OpcUaClientSettingsBuilder.With {

  /** Largest message unless told otherwise, in bytes. */
  public static final int DEFAULT_MAX_MESSAGE_SIZE = 64 * 1024 * 1024;

  /** Smallest bound of messages, in bytes. */
  public static final int LEAST_MESSAGE_SIZE = 65_535;

  /** URI of the product unless told otherwise. */
  public static final String PRODUCT_URI = "urn:bactrian";

  public OpcUaClientSettings {
    pkiStores = Map.copyOf(pkiStores);
    SettingRange.positive("sessionTimeout", sessionTimeout);
    SettingRange.positive("connectTimeout", connectTimeout);
    SettingRange.positive("requestTimeout", requestTimeout);
    SettingRange.positive("keepAliveInterval", keepAliveInterval);
    SettingRange.positive("reconnectDelayMin", reconnectDelayMin);
    if (reconnectDelayMax.compareTo(reconnectDelayMin) < 0) {
      throw new IllegalArgumentException(
          "reconnectDelayMax must be at least reconnectDelayMin, was " + reconnectDelayMax);
    }
    SettingRange.positive("tokenLifetime", tokenLifetime);
    if (maxMessageSize < LEAST_MESSAGE_SIZE) {
      throw new IllegalArgumentException(
          "maxMessageSize must be at least 65535, was " + maxMessageSize);
    }
  }

  /** Defaults for a plant, with the certificates in {@code pkiRoot}. */
  public static OpcUaClientSettings of(Path pkiRoot) {
    return new OpcUaClientSettings(
        "Bactrian",
        "",
        pkiRoot,
        Map.of(),
        OwnCertificateRules.DEFAULT,
        ServerCertificateRules.DEFAULT,
        Duration.ofSeconds(60),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        Duration.ofHours(1),
        PRODUCT_URI,
        DEFAULT_MAX_MESSAGE_SIZE,
        ReverseConnectSettings.DEFAULT,
        SubscriptionLimits.DEFAULT,
        RequestBounds.NONE);
  }

  /** Identity that a new certificate is made for when none is configured. */
  public static String defaultApplicationUri() {
    return "urn:" + hostName() + ":bactrian";
  }

  /** Name of this computer, {@code localhost} where it has none. */
  public static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** Returns settings that accept certificates that nobody trusts, or not. */
  public OpcUaClientSettings withAutoAccept(boolean accept) {
    return withChecks(checks.withAutoAccept(accept));
  }
}
