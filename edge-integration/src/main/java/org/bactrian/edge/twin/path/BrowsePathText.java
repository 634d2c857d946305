package org.bactrian.edge.twin.path;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.node.NodeIdTextException;
import org.bactrian.opcua.node.QualifiedNameText;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;

/**
 * Text form of the browse paths of one server, parsed and written (Part 4, 7.30 and A.2).
 *
 * <p>A step is a reference and the name of its target: {@code /Name} follows hierarchical
 * references, {@code .Name} aggregates, {@code <HasComponent>Name} references of a type, {@code
 * Name} any. {@code !} follows them backwards, {@code #} without subtypes. A reference type is a
 * name of namespace 0, a name such as {@code 2:ConnectedTo}, or a node id. Names are as {@link
 * QualifiedNameText} has them. {@code &} before one of {@code /.<>:#!&} takes its meaning away.
 *
 * <p>A path is a list of one text a step, or one text. In a list, all that follows the reference is
 * the name. In one text, a name ends where the next step begins, unless it is in brackets.
 *
 * <p>Immutable; as safe for many threads as what it is made of.
 */
public final class BrowsePathText {

  private final NamespaceTable namespaces;
  private final Function<QualifiedName, Optional<NodeId>> referenceTypes;

  /** Paths in which reference types of the server's own are written as node ids. */
  public BrowsePathText(NamespaceTable namespaces) {
    this(namespaces, name -> Optional.empty());
  }

  /**
   * Paths of a server.
   *
   * @param namespaces the server's namespaces
   * @param referenceTypes finds reference types beyond namespace 0 by their names
   */
  public BrowsePathText(
      NamespaceTable namespaces, Function<QualifiedName, Optional<NodeId>> referenceTypes) {
    this.namespaces = namespaces;
    this.referenceTypes = referenceTypes;
  }

  /**
   * Reads a path of one text a step; empty texts are passed over.
   *
   * @param place where the list stands in the request, for the error
   * @throws OperationException of kind BAD_REQUEST when a text is no step, or names a namespace
   *     that the server does not have; its message begins with the JSON pointer of the text
   */
  public RelativePath parse(List<String> path, JsonPointer place) {
    List<RelativePathElement> elements = new ArrayList<>(path.size());
    for (int i = 0; i < path.size(); i++) {
      String text = path.get(i);
      if (!text.isEmpty()) {
        try {
          elements.add(element(BrowsePathStepParser.step(text)));
        } catch (IllegalArgumentException e) {
          throw new OperationException(
              FaultKind.BAD_REQUEST, place.appendIndex(i) + ": " + e.getMessage(), e);
        }
      }
    }
    return path(elements);
  }

  /**
   * Reads a path of one text.
   *
   * @throws OperationException of kind BAD_REQUEST as {@link #parse(List, JsonPointer)}
   */
  public RelativePath parse(String path, JsonPointer place) {
    try {
      return path(BrowsePathStepParser.steps(path).stream().map(this::element).toList());
    } catch (IllegalArgumentException e) {
      String where = place.matches() ? "" : place + ": ";
      throw new OperationException(FaultKind.BAD_REQUEST, where + e.getMessage(), e);
    }
  }

  /** Writes a path as one text a step. */
  public List<String> format(RelativePath path, NamespaceFormat format) {
    List<String> steps = new ArrayList<>();
    if (path.getElements() != null) {
      for (RelativePathElement element : path.getElements()) {
        String name = name(element, format);
        // A name that begins as a reference does would be read as one.
        boolean looksLikeReference = !name.isEmpty() && "/.<#!".indexOf(name.charAt(0)) >= 0;
        steps.add(
            reference(element, format)
                + (looksLikeReference ? BrowsePathEscapes.ESCAPE : "")
                + BrowsePathEscapes.escaped(name, ""));
      }
    }
    return List.copyOf(steps);
  }

  private RelativePathElement element(BrowsePathStepText step) {
    NodeId referenceType = step.reference().map(this::referenceType).orElse(NodeIds.References);
    QualifiedName target = QualifiedNameText.parse(step.target(), namespaces);
    if (target.name() == null || target.name().isEmpty()) {
      throw new IllegalArgumentException(
          "\"%s\" has a namespace and no name. Write the name behind it, as in 2:Name."
              .formatted(step.target()));
    }
    return new RelativePathElement(referenceType, step.inverse(), step.subtypes(), target);
  }

  private NodeId referenceType(String text) {
    if (text.equals(BrowsePathStepText.HIERARCHICAL)) {
      return NodeIds.HierarchicalReferences;
    }
    if (text.equals(BrowsePathStepText.AGGREGATES)) {
      return NodeIds.Aggregates;
    }
    return ReferenceTypeNames.idOf(text)
        .or(() -> nodeId(text))
        .or(() -> referenceTypes.apply(QualifiedNameText.parse(text, namespaces)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Reference type \""
                        + text
                        + "\" is not known. Write a name as in <HasComponent>, or its node id as in"
                        + " <nsu=http://example.org/;i=5>."));
  }

  private Optional<NodeId> nodeId(String text) {
    try {
      return NodeIdText.parse(text).toNodeId(namespaces);
    } catch (NodeIdTextException e) {
      return Optional.empty();
    }
  }

  private String reference(RelativePathElement element, NamespaceFormat format) {
    if (element.getReferenceTypeId().equals(NodeIds.References)) {
      return flags(element);
    }
    if (element.getReferenceTypeId().equals(NodeIds.HierarchicalReferences)) {
      return BrowsePathStepText.HIERARCHICAL + flags(element);
    }
    if (element.getReferenceTypeId().equals(NodeIds.Aggregates)) {
      return BrowsePathStepText.AGGREGATES + flags(element);
    }
    NodeId type = element.getReferenceTypeId();
    String name =
        ReferenceTypeNames.nameOf(type)
            .orElseGet(() -> NodeIdText.format(type, namespaces, format));
    return "<" + flags(element) + BrowsePathEscapes.escaped(name, "<>&") + ">";
  }

  private String name(RelativePathElement element, NamespaceFormat format) {
    return QualifiedNameText.format(element.getTargetName(), namespaces, format);
  }

  private static String flags(RelativePathElement element) {
    return (element.getIsInverse() ? "!" : "") + (element.getIncludeSubtypes() ? "" : "#");
  }

  private static RelativePath path(List<RelativePathElement> elements) {
    return new RelativePath(elements.toArray(RelativePathElement[]::new));
  }
}
