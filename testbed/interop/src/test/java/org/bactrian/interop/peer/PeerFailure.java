package org.bactrian.interop.peer;

/** A peer has answered that what it was asked for failed. */
public final class PeerFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String errorName;

  PeerFailure(String errorName, String message) {
    super(message);
    this.errorName = errorName;
  }

  /** The name of the error in the peer's own library. */
  public String errorName() {
    return errorName;
  }
}
