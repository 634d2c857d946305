package org.bactrian.edge.twin.contract;

/** Names of the permission bits of a role (Part 3, 8.55). */
public enum RolePermissions implements Flag {
  /** Nothing. */
  None(0x0),
  /** See it. */
  Browse(0x1),
  /** Read what roles may do. */
  ReadRolePermissions(0x2),
  /** Write attributes other than those named below. */
  WriteAttribute(0x4),
  /** Say what roles may do. */
  WriteRolePermissions(0x8),
  /** Say whether the value is recorded. */
  WriteHistorizing(0x10),
  /** Read the value. */
  Read(0x20),
  /** Write the value. */
  Write(0x40),
  /** Read history. */
  ReadHistory(0x80),
  /** Add to history. */
  InsertHistory(0x100),
  /** Change history. */
  ModifyHistory(0x200),
  /** Delete history. */
  DeleteHistory(0x400),
  /** Receive events. */
  ReceiveEvents(0x800),
  /** Call it. */
  Call(0x1000),
  /** Add references. */
  AddReference(0x2000),
  /** Remove references. */
  RemoveReference(0x4000),
  /** Delete it. */
  DeleteNode(0x8000),
  /** Add nodes to it. */
  AddNode(0x10000);

  private final long bits;

  RolePermissions(long bits) {
    this.bits = bits;
  }

  @Override
  public long bits() {
    return bits;
  }
}
