package org.bactrian.web.http;

/** What protects the requests of a door on their way. */
public sealed interface Protection {

  /** Nothing: the door is for this machine, or something before it speaks TLS. */
  record Plain() implements Protection {}

  /**
   * TLS.
   *
   * @param identity what the door shows first; {@link RestDoor#show} changes it
   * @param plainPort port on which the same is served without TLS, 0 for any free one, negative for
   *     none
   */
  record Tls(ServerIdentity identity, int plainPort) implements Protection {

    /** TLS only. */
    public static Tls only(ServerIdentity identity) {
      return new Tls(identity, -1);
    }
  }
}
