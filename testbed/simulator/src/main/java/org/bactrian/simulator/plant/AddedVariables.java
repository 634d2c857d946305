package org.bactrian.simulator.plant;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.List;
import org.bactrian.simulator.alarm.EventChannel;
import org.bactrian.simulator.signal.SignalSample;
import org.bactrian.simulator.space.LiveNamespace;
import org.bactrian.simulator.space.NodeBuilder;
import org.bactrian.simulator.space.VariableSpec;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Variables that come and go while the plant runs, each told of by a GeneralModelChangeEvent. */
public final class AddedVariables {

  private static final int SEVERITY = 1;

  private final LiveNamespace namespace;
  private final NodeBuilder nodes;
  private final EventChannel events;

  /** Adds to a running namespace. */
  public AddedVariables(LiveNamespace namespace) {
    this.namespace = namespace;
    this.nodes = new NodeBuilder(namespace);
    this.events = new EventChannel(namespace, NodeIds.Server, "Server", List.of());
  }

  /**
   * Adds a variable to an object of the plant.
   *
   * @param object path of the object, such as {@code Line1/Filler}
   * @param value its value, which stays
   */
  public void add(String object, String name, long value) {
    nodes.variable(
        nodes.id(object),
        VariableSpec.scalar(nodes.id(object + "/" + name), name, NodeIds.UInt32, "Added later."),
        Duration.ofSeconds(1),
        Instrument.dataValue(SignalSample.good(uint(value)), DateTime.now()));
    changed();
  }

  /**
   * Adds a folder that only organizes variables which are parts of other objects.
   *
   * @param object path of the object that the folder is in
   * @param organized paths of the variables
   */
  public void addFolder(String object, String name, String... organized) {
    UaObjectNode folder = nodes.folder(nodes.id(object), nodes.id(object + "/" + name), name);
    for (String path : organized) {
      folder.addReference(
          new Reference(
              folder.getNodeId(),
              NodeIds.Organizes,
              nodes.id(path).expanded(),
              Reference.Direction.FORWARD));
    }
    changed();
  }

  /** Removes a variable or folder by its path. */
  public void remove(String path) {
    NodeId id = nodes.id(path);
    namespace.getNodeManager().getNode(id).ifPresent(node -> node.delete());
    changed();
  }

  private void changed() {
    events.announce(NodeIds.GeneralModelChangeEventType, "Nodes have changed.", SEVERITY);
  }
}
