package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bactrian.edge.twin.contract.Flag;
import org.bactrian.edge.twin.contract.Node;
import org.bactrian.edge.twin.contract.NodeAccessLevel;
import org.bactrian.edge.twin.contract.NodeAccessRestrictions;
import org.bactrian.edge.twin.contract.NodeBuilder;
import org.bactrian.edge.twin.contract.NodeEventNotifier;
import org.bactrian.edge.twin.contract.NodeValueRank;
import org.bactrian.edge.twin.contract.RolePermission;
import org.bactrian.edge.twin.contract.RolePermissions;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.ReadOptions;
import org.bactrian.opcua.service.ServiceResult;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.RolePermissionType;
import org.jspecify.annotations.Nullable;

/** Reads nodes with all their attributes (Part 3, 5), many nodes in few calls. */
record NodeReader(ServerView server) {

  private static final Set<AttributeId> OF_ALL =
      EnumSet.of(
          AttributeId.NodeClass,
          AttributeId.BrowseName,
          AttributeId.DisplayName,
          AttributeId.Description,
          AttributeId.WriteMask,
          AttributeId.UserWriteMask,
          AttributeId.RolePermissions,
          AttributeId.UserRolePermissions,
          AttributeId.AccessRestrictions);

  private static final Map<NodeClass, Set<AttributeId>> OF_CLASS = new EnumMap<>(NodeClass.class);

  static {
    OF_CLASS.put(NodeClass.Object, EnumSet.of(AttributeId.EventNotifier));
    OF_CLASS.put(
        NodeClass.Variable,
        EnumSet.of(
            AttributeId.DataType,
            AttributeId.ValueRank,
            AttributeId.ArrayDimensions,
            AttributeId.AccessLevel,
            AttributeId.UserAccessLevel,
            AttributeId.AccessLevelEx,
            AttributeId.MinimumSamplingInterval,
            AttributeId.Historizing));
    OF_CLASS.put(NodeClass.Method, EnumSet.of(AttributeId.Executable, AttributeId.UserExecutable));
    OF_CLASS.put(NodeClass.ObjectType, EnumSet.of(AttributeId.IsAbstract));
    OF_CLASS.put(
        NodeClass.VariableType,
        EnumSet.of(
            AttributeId.IsAbstract,
            AttributeId.DataType,
            AttributeId.ValueRank,
            AttributeId.ArrayDimensions));
    OF_CLASS.put(
        NodeClass.ReferenceType,
        EnumSet.of(AttributeId.IsAbstract, AttributeId.Symmetric, AttributeId.InverseName));
    OF_CLASS.put(
        NodeClass.DataType, EnumSet.of(AttributeId.IsAbstract, AttributeId.DataTypeDefinition));
    OF_CLASS.put(
        NodeClass.View, EnumSet.of(AttributeId.ContainsNoLoops, AttributeId.EventNotifier));
  }

  /**
   * A node to be read.
   *
   * @param id its id
   * @param kind its kind; Unspecified when it is not known
   * @param withValue whether its value is wanted, where it has one
   * @param children whether others hang below it; empty when nobody looked
   */
  record Wanted(NodeId id, NodeClass kind, boolean withValue, Optional<Boolean> children) {}

  /** Node as read, and the result of reading it. */
  record Found(Node node, ServiceResult result) {}

  /** A node that may not exist. */
  Found read(Wanted wanted) throws UaException {
    return read(List.of(wanted)).get(0);
  }

  /** Nodes in the order that they are wanted in. */
  List<Found> read(List<Wanted> wanted) throws UaException {
    List<NodeAttributeId> targets = new ArrayList<>();
    for (Wanted node : wanted) {
      for (AttributeId attribute : attributes(node)) {
        targets.add(new NodeAttributeId(node.id().expanded(), attribute, ""));
      }
    }
    List<AttributeValue> values =
        ServerView.await(server.nodes().read(targets, ReadOptions.DEFAULT));
    List<Found> found = new ArrayList<>();
    int place = 0;
    for (Wanted node : wanted) {
      Map<AttributeId, AttributeValue> attributes = new EnumMap<>(AttributeId.class);
      for (AttributeId attribute : attributes(node)) {
        attributes.put(attribute, values.get(place++));
      }
      AttributeValue kind =
          Objects.requireNonNull(attributes.get(AttributeId.NodeClass), "the class is always read");
      found.add(new Found(node(node, new Attributes(attributes)), kind.result()));
    }
    return found;
  }

  private static Set<AttributeId> attributes(Wanted node) {
    Set<AttributeId> attributes = EnumSet.copyOf(OF_ALL);
    if (node.kind() == NodeClass.Unspecified) {
      OF_CLASS.values().forEach(attributes::addAll);
    } else {
      attributes.addAll(OF_CLASS.get(node.kind()));
    }
    boolean mayHaveValue =
        node.kind() == NodeClass.Unspecified
            || node.kind() == NodeClass.Variable
            || node.kind() == NodeClass.VariableType;
    if (node.withValue() && mayHaveValue) {
      attributes.add(AttributeId.Value);
    }
    return attributes;
  }

  private Node node(Wanted wanted, Attributes read) {
    Optional<AttributeValue> answer = read.value();
    Optional<DataValue> value = answer.map(AttributeValue::value);
    Optional<NodeValueConverter.Written> written =
        value.filter(v -> v.value().isNotNull()).map(v -> server.values().write(v.value()));
    Optional<org.bactrian.edge.twin.contract.NodeClass> kind =
        read.number(AttributeId.NodeClass)
            .map(n -> EnumerationConverter.kind(NodeClass.from(n.intValue())));
    return NodeBuilder.builder()
        .nodeClass(kind.or(() -> EnumerationConverter.kindOrNone(wanted.kind())).orElse(null))
        .displayName(read.text(AttributeId.DisplayName))
        .nodeId(server.text(wanted.id()))
        .description(read.text(AttributeId.Description))
        .browseName(
            read.one(AttributeId.BrowseName, QualifiedName.class).map(server::text).orElse(null))
        .value(
            written
                .filter(w -> w.fault() == null)
                .map(NodeValueConverter.Written::json)
                .orElse(null))
        .sourcePicoseconds(
            value.map(DataValue::sourcePicoseconds).map(NodeReader::picoseconds).orElse(null))
        .sourceTimestamp(value.map(DataValue::sourceTime).map(NodeReader::instant).orElse(null))
        .serverPicoseconds(
            value.map(DataValue::serverPicoseconds).map(NodeReader::picoseconds).orElse(null))
        .serverTimestamp(value.map(DataValue::serverTime).map(NodeReader::instant).orElse(null))
        .errorInfo(
            answer
                .map(AttributeValue::result)
                .map(said -> written.map(w -> w.result(said)).orElse(said))
                .map(result -> ServerFaults.of(result, server.header()))
                .orElse(null))
        .accessRestrictions(
            flags(NodeAccessRestrictions.class, read.bits(AttributeId.AccessRestrictions)))
        .writeMask(read.bits(AttributeId.WriteMask).orElse(null))
        .userWriteMask(read.bits(AttributeId.UserWriteMask).orElse(null))
        .isAbstract(read.flag(AttributeId.IsAbstract))
        .containsNoLoops(read.flag(AttributeId.ContainsNoLoops))
        .eventNotifier(flags(NodeEventNotifier.class, read.bits(AttributeId.EventNotifier)))
        .executable(read.flag(AttributeId.Executable))
        .userExecutable(read.flag(AttributeId.UserExecutable))
        .dataTypeDefinition(definition(read))
        .accessLevel(
            read.bits(AttributeId.AccessLevelEx)
                .or(() -> read.bits(AttributeId.AccessLevel))
                .map(b -> b | read.bits(AttributeId.AccessLevel).orElse(0L))
                .map(b -> Flag.text(NodeAccessLevel.class, b))
                .orElse(null))
        .userAccessLevel(
            read.bits(AttributeId.UserAccessLevel)
                .map(b -> Flag.text(NodeAccessLevel.class, b))
                .orElse(null))
        .dataType(read.one(AttributeId.DataType, NodeId.class).map(server::text).orElse(null))
        .valueRank(
            read.number(AttributeId.ValueRank)
                .map(n -> NodeValueRank.of(n.intValue()))
                .orElse(null))
        .arrayDimensions(
            read.one(AttributeId.ArrayDimensions, UInteger[].class)
                .map(NodeReader::longs)
                .orElse(null))
        .historizing(read.flag(AttributeId.Historizing))
        .minimumSamplingInterval(
            read.number(AttributeId.MinimumSamplingInterval).map(Number::doubleValue).orElse(null))
        .inverseName(read.text(AttributeId.InverseName))
        .symmetric(read.flag(AttributeId.Symmetric))
        .rolePermissions(permissions(read, AttributeId.RolePermissions))
        .userRolePermissions(permissions(read, AttributeId.UserRolePermissions))
        .children(wanted.children().orElse(null))
        .build();
  }

  private @Nullable JsonNode definition(Attributes read) {
    Optional<DataValue> definition = read.good(AttributeId.DataTypeDefinition);
    return definition.isPresent() && definition.get().value().isNotNull()
        ? server.values().write(definition.get().value()).json()
        : null;
  }

  private @Nullable List<RolePermission> permissions(Attributes read, AttributeId attribute) {
    return read.one(attribute, ExtensionObject[].class)
        .map(
            objects -> {
              List<RolePermission> permissions = new ArrayList<>();
              for (ExtensionObject object : objects) {
                permission(object).ifPresent(permissions::add);
              }
              return permissions;
            })
        .orElse(null);
  }

  private Optional<RolePermission> permission(ExtensionObject object) {
    try {
      return object.decode(server.access().encoding()) instanceof RolePermissionType permission
          ? Optional.of(
              new RolePermission(
                  server.text(permission.getRoleId()),
                  Flag.text(
                      RolePermissions.class, permission.getPermissions().getValue().longValue())))
          : Optional.empty();
    } catch (RuntimeException e) {
      // A permission that nobody can make sense of leaves the rest of the node readable.
      return Optional.empty();
    }
  }

  private static <E extends Enum<E> & Flag> @Nullable String flags(
      Class<E> type, Optional<Long> bits) {
    return bits.filter(b -> b != 0).map(b -> Flag.text(type, b)).orElse(null);
  }

  static @Nullable Integer picoseconds(@Nullable UShort picoseconds) {
    return picoseconds == null || picoseconds.intValue() == 0 ? null : picoseconds.intValue();
  }

  static @Nullable Instant instant(@Nullable DateTime time) {
    return time == null || time.isNull() ? null : time.getJavaInstant();
  }

  static List<Long> longs(UInteger[] numbers) {
    List<Long> longs = new ArrayList<>();
    for (UInteger number : numbers) {
      longs.add(number.longValue());
    }
    return longs;
  }

  /** Attributes of one node; those that it does not have are not good. */
  private record Attributes(Map<AttributeId, AttributeValue> values) {

    Optional<DataValue> good(AttributeId attribute) {
      return Optional.ofNullable(values.get(attribute))
          .map(AttributeValue::value)
          .filter(value -> !value.statusCode().isBad());
    }

    /** The value of the node, good or not; empty where nobody asked or it can have none. */
    Optional<AttributeValue> value() {
      return Optional.ofNullable(values.get(AttributeId.Value))
          .filter(value -> value.result().status().value() != StatusCodes.Bad_AttributeIdInvalid);
    }

    <T> Optional<T> one(AttributeId attribute, Class<T> type) {
      return good(attribute).map(v -> v.value().value()).filter(type::isInstance).map(type::cast);
    }

    Optional<Number> number(AttributeId attribute) {
      return one(attribute, Number.class);
    }

    Optional<Long> bits(AttributeId attribute) {
      return number(attribute).map(Number::longValue);
    }

    @Nullable Boolean flag(AttributeId attribute) {
      return one(attribute, Boolean.class).orElse(null);
    }

    @Nullable String text(AttributeId attribute) {
      return one(attribute, LocalizedText.class).map(LocalizedText::text).orElse(null);
    }
  }
}
