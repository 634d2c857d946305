package org.bactrian.cloud.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.bactrian.model.file.OwnerOnly;

/**
 * Issues tokens for the REST API on this machine, signed by a key in the data folder. Who may read
 * the key may do everything, so only its owner may.
 */
public final class LocalTokens {

  /** The {@code iss} of local tokens. */
  public static final String ISSUER = "bactrian-local";

  /** The {@code aud} of local tokens. */
  public static final String AUDIENCE = "bactrian";

  private static final String FILE = "token-key.json";
  private static final int KEY_BITS = 2048;

  private final RSAKey key;

  private LocalTokens(RSAKey key) {
    this.key = key;
  }

  /**
   * Takes the key of a data folder, and makes both where there are none. Two processes that do so
   * at once take the same key.
   *
   * @throws UncheckedIOException when the folder cannot be written or the key cannot be read
   */
  public static synchronized LocalTokens in(Path data) {
    Path file = data.resolve(FILE);
    try {
      Files.createDirectories(data);
      Path lockFile = file.resolveSibling(FILE + ".lock");
      OwnerOnly.touch(lockFile);
      try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid()) {
          throw new IOException(file + " cannot be locked");
        }
        return new LocalTokens(Files.exists(file) ? read(file) : create(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The key of local tokens cannot be had: " + e.getMessage(), e);
    }
  }

  private static RSAKey read(Path file) throws IOException {
    try {
      return RSAKey.parse(Files.readString(file));
    } catch (ParseException e) {
      throw new IOException(
          file + " is not a key any more. Delete it, and a new one is made; old tokens end", e);
    }
  }

  private static RSAKey create(Path file) throws IOException {
    try {
      RSAKey made = new RSAKeyGenerator(KEY_BITS).keyIDFromThumbprint(true).generate();
      OwnerOnly.write(file, made.toJSONString().getBytes(StandardCharsets.UTF_8));
      return made;
    } catch (JOSEException e) {
      throw new IOException("This Java cannot make an RSA key", e);
    }
  }

  /**
   * Issues a token.
   *
   * @param subject who the bearer is said to be
   * @param permission what the bearer may do, besides reading
   * @param validity how long the token is good for
   */
  public String issue(String subject, Permission permission, Duration validity) {
    Instant now = Instant.now();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(AUDIENCE)
            .subject(subject)
            .claim("roles", new String[] {permission.text()})
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(validity)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("A token cannot be signed by the key of this machine", e);
    }
    return token.serialize();
  }

  /** The public half of the key. */
  JWKSet publicKeys() {
    return new JWKSet(key.toPublicJWK());
  }
}
