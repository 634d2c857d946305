package org.bactrian.opcua.expansion;

import java.util.List;
import org.bactrian.opcua.service.ServiceResult;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;

/**
 * Expansion of a node that goes on while it is read, so that no more than some of its objects are
 * in memory. For one thread, which waits for the server.
 *
 * <pre>{@code
 * OpenExpansion expansion = expander.open(node, options);
 * while (expansion.hasNext()) {
 *   publish(expansion.next());
 * }
 * }</pre>
 */
public final class OpenExpansion {

  private final NodeClass nodeClass;
  private final String typeName;
  private final List<HierarchyNode> variables;
  private final ObjectSource objects;
  private final HierarchyBrowser browser;

  /** Source of the objects of an expansion. */
  interface ObjectSource {

    /** A source without objects. */
    ObjectSource NONE =
        new ObjectSource() {
          @Override
          public boolean hasNext() {
            return false;
          }

          @Override
          public List<ExpandedObject> next() {
            return List.of();
          }
        };

    boolean hasNext();

    List<ExpandedObject> next() throws UaException;
  }

  OpenExpansion(
      NodeClass nodeClass,
      String typeName,
      List<HierarchyNode> variables,
      ObjectSource objects,
      HierarchyBrowser browser) {
    this.nodeClass = nodeClass;
    this.typeName = typeName;
    this.variables = List.copyOf(variables);
    this.objects = objects;
    this.browser = browser;
  }

  /** Returns the class of the node, {@code Unspecified} where it could not be read. */
  public NodeClass nodeClass() {
    return nodeClass;
  }

  /** Returns the browse name of a type without its namespace, else an empty text. */
  public String typeName() {
    return typeName;
  }

  /**
   * Returns the variables of a variable or variable type, the variable itself first where it
   * belongs to them.
   */
  public List<HierarchyNode> variables() {
    return variables;
  }

  /** Returns whether there are objects that were not read yet. */
  public boolean hasNext() {
    return objects.hasNext();
  }

  /**
   * Expands the next objects of an object or object type, the node itself first where it belongs to
   * them.
   *
   * @throws UaException when a call failed as a whole, most often because the connection was lost
   */
  public List<ExpandedObject> next() throws UaException {
    return objects.next();
  }

  /** Returns what went wrong so far; what was found before or beside counts all the same. */
  public List<ServiceResult> faults() {
    return List.copyOf(browser.faults());
  }
}
