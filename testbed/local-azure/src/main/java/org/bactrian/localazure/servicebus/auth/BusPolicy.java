package org.bactrian.localazure.servicebus.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import org.bactrian.localazure.sas.SasToken;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;
import org.bactrian.localazure.storage.StateFile;

/**
 * The policy that every namespace has, which may do everything, with a random key of this
 * namespace's own. The key is made on the first start and stays.
 */
public final class BusPolicy {

  /** The policy's name. */
  public static final String NAME = "RootManageSharedAccessKey";

  private static final int KEY_BYTES = 32;

  private final String key;
  private final Clock clock;

  private BusPolicy(String key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /** Reads the key from the state, or makes it; counts from the next commit. */
  public static BusPolicy open(StateFile state, Clock clock) {
    String key = state.map("bus.policies").computeIfAbsent(NAME, absent -> newKey());
    return new BusPolicy(key, clock);
  }

  /** The key, for connection strings. */
  public String key() {
    return key;
  }

  /** Returns whether these are the policy's name and key. */
  public boolean isNameAndKey(String name, String candidate) {
    return name.equals(NAME)
        && MessageDigest.isEqual(
            key.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Checks a shared access signature ("Service Bus access control with shared access signatures",
   * https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas).
   *
   * @param audience what it has to open, an URL
   * @return when it ends
   * @throws BusFaultException when it is not valid
   */
  public Instant check(String signature, String audience) {
    return SasToken.check(
        signature, audience, clock.instant(), this::isSigned, BusPolicy::unauthorized);
  }

  /** Of a resource without a scheme the first part is no host, and its token opens nothing here. */
  private boolean isSigned(SasToken token) {
    return token.policy().equals(NAME)
        && token.resource().contains("://")
        && token.isSignedWithText(key);
  }

  private static String newKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  private static BusFaultException unauthorized(String why) {
    return new BusFaultException(BusFault.UNAUTHORIZED, why + ". Use the key of local-azure.json.");
  }

  /** Names the policy, not the key. */
  @Override
  public String toString() {
    return "BusPolicy[" + NAME + "]";
  }
}
