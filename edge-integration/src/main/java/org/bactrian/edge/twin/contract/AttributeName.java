package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/** Attributes of nodes (Part 6, A.1), in the order of their ids. */
@JsonDeserialize(using = AttributeNameReader.class)
public enum AttributeName {
  /** Identifier of the node. */
  NodeId,
  /** Kind of the node. */
  NodeClass,
  /** Name within its parent. */
  BrowseName,
  /** Name for people. */
  DisplayName,
  /** Description of the node. */
  Description,
  /** Attributes that can be written. */
  WriteMask,
  /** Attributes that the user may write. */
  UserWriteMask,
  /** True when a type has no instances of its own. */
  IsAbstract,
  /** True when a reference means the same both ways. */
  Symmetric,
  /** Name of a reference the other way. */
  InverseName,
  /** True when a view leads back to no node. */
  ContainsNoLoops,
  /** Bits for the events of the node. */
  EventNotifier,
  /** Value of a variable. */
  Value,
  /** Type of the value. */
  DataType,
  /** Number of dimensions of the value. */
  ValueRank,
  /** Length of each dimension. */
  ArrayDimensions,
  /** Bits for access to the value. */
  AccessLevel,
  /** Bits for the user's access to the value. */
  UserAccessLevel,
  /** Shortest sampling interval of the value, in ms. */
  MinimumSamplingInterval,
  /** True when the value is recorded. */
  Historizing,
  /** True when a method can be called. */
  Executable,
  /** True when the user may call a method. */
  UserExecutable,
  /** Fields of a structure or names of an enumeration. */
  DataTypeDefinition,
  /** Permissions of each role. */
  RolePermissions,
  /** Permissions of the user's roles. */
  UserRolePermissions,
  /** Security required for messages about the node. */
  AccessRestrictions
}
