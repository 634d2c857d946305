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
  /** What the node is about. */
  Description,
  /** Attributes that can be written. */
  WriteMask,
  /** Attributes that the user may write. */
  UserWriteMask,
  /** Whether a type has no instances of its own. */
  IsAbstract,
  /** Whether a reference means the same both ways. */
  Symmetric,
  /** Name of a reference the other way. */
  InverseName,
  /** Whether a view leads back to no node. */
  ContainsNoLoops,
  /** What can be done with events of the node. */
  EventNotifier,
  /** Value of a variable. */
  Value,
  /** Type of the value. */
  DataType,
  /** How many dimensions the value has. */
  ValueRank,
  /** Length of each dimension. */
  ArrayDimensions,
  /** What can be done with the value. */
  AccessLevel,
  /** What the user may do with the value. */
  UserAccessLevel,
  /** How often the value is looked at at most, in ms. */
  MinimumSamplingInterval,
  /** Whether the value is recorded. */
  Historizing,
  /** Whether a method can be called. */
  Executable,
  /** Whether the user may call a method. */
  UserExecutable,
  /** Fields of a structure or names of an enumeration. */
  DataTypeDefinition,
  /** What each role may do. */
  RolePermissions,
  /** What the roles of the user may do. */
  UserRolePermissions,
  /** How messages about the node have to be protected. */
  AccessRestrictions
}
