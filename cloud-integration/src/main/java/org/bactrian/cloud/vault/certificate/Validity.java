package org.bactrian.cloud.vault.certificate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Time in which a certificate is valid, in whole seconds.
 *
 * @param notBefore first moment
 * @param notAfter last moment
 */
public record Validity(Instant notBefore, Instant notAfter) {

  private static final Instant MOST = Instant.parse("9999-12-31T23:59:59Z");

  /**
   * Validity of a certificate of a lifetime that is made now. It begins the day before at midnight,
   * so that clocks which are behind take the certificate.
   */
  public static Validity of(Duration lifetime, Instant now) {
    Instant end = lifetime.compareTo(Duration.between(now, MOST)) > 0 ? MOST : now.plus(lifetime);
    return new Validity(
        now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(1)),
        end.truncatedTo(ChronoUnit.SECONDS));
  }

  /** The part of it in which the issuer is valid as well. */
  public Validity within(Validity issuer) {
    return new Validity(
        notBefore.isBefore(issuer.notBefore) ? issuer.notBefore : notBefore,
        notAfter.isAfter(issuer.notAfter) ? issuer.notAfter : notAfter);
  }
}
