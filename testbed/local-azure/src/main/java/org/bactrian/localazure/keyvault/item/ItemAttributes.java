package org.bactrian.localazure.keyvault.item;

/**
 * Attributes that versions of all kinds of items have. Times are seconds since 1970, as on the
 * wire; 0 is none.
 *
 * @param enabled whether the version may be used
 * @param notBefore when it may be used from
 * @param expires when it may be used until
 * @param created when it was made
 * @param updated when it was last changed
 */
public record ItemAttributes(
    boolean enabled, long notBefore, long expires, long created, long updated) {

  /** Returns the attributes of a version that is made now. */
  static ItemAttributes madeAt(long now) {
    return new ItemAttributes(true, 0, 0, now, now);
  }
}
