package org.bactrian.iothub.rest;

import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionString;
import com.microsoft.azure.sdk.iot.service.auth.IotHubServiceSasToken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * SAS token of requests to IoT Hub. One serves for an hour, so most requests sign nothing; it is
 * renewed long before its end, so that none expires during a request and clocks may differ. Safe
 * for use by many threads.
 */
final class ServiceSasToken {

  private static final Duration RENEWED_BEFORE_END = Duration.ofMinutes(20);

  private final Supplier<IotHubServiceSasToken> signer;
  private final InstantSource clock;
  private volatile @Nullable IotHubServiceSasToken current;

  /**
   * @param signer makes a token that is valid from now on
   * @param clock the signer's
   */
  ServiceSasToken(Supplier<IotHubServiceSasToken> signer, InstantSource clock) {
    this.signer = signer;
    this.clock = clock;
  }

  /** Tokens signed with the key of a shared access policy. */
  static ServiceSasToken of(IotHubConnectionString policy) {
    return new ServiceSasToken(() -> new IotHubServiceSasToken(policy), InstantSource.system());
  }

  /** Value of the header Authorization; a secret. */
  String header() {
    IotHubServiceSasToken token = current;
    if (token == null || !isFresh(token)) {
      token = signer.get();
      current = token;
    }
    return token.toString();
  }

  /** Also not when the clock was set back, for then its end is further away than it may be. */
  private boolean isFresh(IotHubServiceSasToken token) {
    long left = token.getExpiryTimeMillis() - clock.millis();
    return left > RENEWED_BEFORE_END.toMillis()
        && left <= Duration.ofSeconds(token.getTokenLifespanSeconds()).toMillis();
  }
}
