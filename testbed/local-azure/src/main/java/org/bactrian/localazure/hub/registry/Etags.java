package org.bactrian.localazure.hub.registry;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;

/** Entity tags of identities and twins. */
final class Etags {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Etags() {}

  /** A new tag for an identity: base64 of a random number, as IoT Hub's look. */
  static String next() {
    String number = Integer.toUnsignedString(RANDOM.nextInt());
    return Base64.getEncoder().encodeToString(number.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Checks an If-Match header, quoted or not, weak or not; an empty one and {@code *} match all.
   *
   * @throws HubFaultException when it does not match
   */
  static void requireMatch(String ifMatch, String etag) {
    String wanted = ifMatch.trim();
    if (wanted.startsWith("W/")) {
      wanted = wanted.substring(2);
    }
    wanted = wanted.replace("\"", "");
    if (!wanted.isEmpty() && !wanted.equals("*") && !wanted.equals(etag)) {
      throw new HubFaultException(
          HubFault.PRECONDITION_FAILED, "If-Match is not the current etag: read it again first");
    }
  }
}
