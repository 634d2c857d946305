package org.bactrian.localazure.sas;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A shared access signature, {@code SharedAccessSignature sr=…&sig=…&se=…[&skn=…]}, as "Control
 * access to IoT Hub using shared access signatures" describes it
 * (https://learn.microsoft.com/azure/iot-hub/authenticate-authorize-sas).
 */
public final class SasToken {

  private static final String SCHEME = "SharedAccessSignature ";

  private final String encodedResource;
  private final String resource;
  private final byte[] signature;
  private final long expiry;
  private final String policy;

  private SasToken(
      String encodedResource, String resource, byte[] signature, long expiry, String policy) {
    this.encodedResource = encodedResource;
    this.resource = resource;
    this.signature = signature;
    this.expiry = expiry;
    this.policy = policy;
  }

  /** Reads a token; empty when the text is none. */
  static Optional<SasToken> parse(String text) {
    if (!text.startsWith(SCHEME)) {
      return Optional.empty();
    }
    Map<String, String> fields = new HashMap<>();
    for (String field : text.substring(SCHEME.length()).split("&")) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(field.substring(0, equals).trim(), field.substring(equals + 1));
      }
    }
    String resource = fields.get("sr");
    String signature = fields.get("sig");
    String expiry = fields.get("se");
    if (resource == null || signature == null || expiry == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SasToken(
              resource,
              decode(resource),
              Base64.getDecoder().decode(decode(signature)),
              Long.parseLong(expiry),
              decode(fields.getOrDefault("skn", ""))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Checks a token: its form, signature, end and resource, whose path has to be the wanted one or a
   * beginning of it that ends with one of its parts, in any case.
   *
   * @param path wanted path or URL with that path; empty for the whole host
   * @param isSigned returns whether a key that may do what is asked signed the token
   * @param refusal makes an exception of the reason
   * @return time at which the token ends
   */
  public static Instant check(
      String text,
      String path,
      Instant now,
      Predicate<SasToken> isSigned,
      Function<String, RuntimeException> refusal) {
    SasToken token =
        parse(text).orElseThrow(() -> refusal.apply("The token is no shared access signature"));
    if (!isSigned.test(token)) {
      throw refusal.apply("InvalidSignature: The token is not signed for this");
    }
    if (!token.expiry().isAfter(now)) {
      throw refusal.apply("ExpiredToken: The token ended at " + token.expiry());
    }
    String wanted = path(path);
    String opened = path(token.resource);
    if (!wanted.equals(opened) && !wanted.startsWith(opened + "/")) {
      throw refusal.apply("InvalidAudience: The token opens " + token.resource);
    }
    return token.expiry();
  }

  /** The host is ours whatever clients call it, and so are scheme and port. */
  private static String path(String resource) {
    return resource
        .toLowerCase(Locale.ROOT)
        .replaceFirst("^([a-z]+://)?[^/]*", "")
        .replaceFirst("/+$", "");
  }

  /**
   * Makes a token.
   *
   * @param resource what it opens, such as {@code hub.localhost/devices/d}, not encoded
   * @param key base64
   * @param policy name of the shared access policy, or empty for a device's own key
   */
  public static String create(String resource, String key, String policy, Instant expiry) {
    String encoded = encode(resource);
    long seconds = expiry.getEpochSecond();
    String signature = Base64.getEncoder().encodeToString(sign(encoded, seconds, key));
    String token = SCHEME + "sr=" + encoded + "&sig=" + encode(signature) + "&se=" + seconds;
    return policy.isEmpty() ? token : token + "&skn=" + encode(policy);
  }

  /** Resource that the token opens, decoded. */
  public String resource() {
    return resource;
  }

  /** The policy whose key signed it, or empty when a device's own key did. */
  public String policy() {
    return policy;
  }

  /** Time at which the token ends. */
  Instant expiry() {
    return expiry > Instant.MAX.getEpochSecond() ? Instant.MAX : Instant.ofEpochSecond(expiry);
  }

  /** Returns whether one of the keys, base64, made the signature. */
  public boolean isSignedWith(List<String> keys) {
    boolean signed = false;
    for (String key : keys) {
      signed |= MessageDigest.isEqual(sign(encodedResource, expiry, key), signature);
    }
    return signed;
  }

  /**
   * Returns whether the text of a key, not what it encodes, made the signature, as in Service Bus.
   */
  public boolean isSignedWithText(String key) {
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(sign(encodedResource, expiry, text), signature);
  }

  /** Names the resource and the end, never the signature. */
  @Override
  public String toString() {
    return "SasToken[" + resource + " until " + expiry + "]";
  }

  private static byte[] sign(String encodedResource, long expiry, String key) {
    return sign(encodedResource, expiry, Base64.getDecoder().decode(key));
  }

  private static byte[] sign(String encodedResource, long expiry, byte[] key) {
    return hmac(key, (encodedResource + "\n" + expiry).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the HMAC-SHA256 of data, the signature that these tokens carry. */
  public static byte[] hmac(byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(data);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
