package org.bactrian.edge.twin.contract;

/** Security required for messages about a node (Part 3, 8.56). */
public enum NodeAccessRestrictions implements Flag {
  /** In any way. */
  None(0x0),
  /** Signed. */
  SigningRequired(0x1),
  /** Encrypted. */
  EncryptionRequired(0x2),
  /** Within a session. */
  SessionRequired(0x4);

  private final long bits;

  NodeAccessRestrictions(long bits) {
    this.bits = bits;
  }

  @Override
  public long bits() {
    return bits;
  }
}
