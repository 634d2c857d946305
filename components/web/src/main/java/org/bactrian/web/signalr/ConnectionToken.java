package org.bactrian.web.signalr;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Token that opens a connection, and the id by which callers subscribe it. In version 1 of the
 * negotiation the id follows from the token and never the token from the id, so that who is told
 * the id cannot open the connection, and any replica can take a connection that another negotiated.
 * In version 0 both are the same.
 *
 * @param token 128 random bits, a secret of the client
 * @param id as secret as that in version 0, else for those who may subscribe the client
 */
record ConnectionToken(String token, String id) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;
  private static final String TOKEN = "t";
  private static final String ID_OF_TOKEN = "c";
  private static final String ID_AND_TOKEN = "v";
  private static final Pattern FORM = Pattern.compile("[tv][A-Za-z0-9_-]{22}");

  /** A new token of version 0 or 1 of the negotiation. */
  static ConnectionToken create(int version) {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return of((version == 0 ? ID_AND_TOKEN : TOKEN) + encoded(bytes)).orElseThrow();
  }

  /** The token that a client opens a connection with; empty for what cannot be one. */
  static Optional<ConnectionToken> of(String sent) {
    if (!FORM.matcher(sent).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new ConnectionToken(sent, sent.startsWith(TOKEN) ? ID_OF_TOKEN + hash(sent) : sent));
  }

  private static String hash(String token) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
      return encoded(Arrays.copyOf(digest, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Leaves the secrets out. */
  @Override
  public String toString() {
    return "ConnectionToken";
  }
}
