package org.bactrian.web.contract;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Finds operations by path, segment by segment; a literal segment goes before a parameter. */
final class PathIndex {

  private final Node root = new Node();

  /** A place in the tree of paths. */
  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<String, Operation> operations = new TreeMap<>();
    private Node parameter;
  }

  PathIndex(Collection<Operation> operations) {
    for (Operation operation : operations) {
      Node node = root;
      for (String segment : segments(operation.path())) {
        if (segment.startsWith("{")) {
          if (node.parameter == null) {
            node.parameter = new Node();
          }
          node = node.parameter;
        } else {
          node = node.literals.computeIfAbsent(segment, key -> new Node());
        }
      }
      Operation other = node.operations.put(operation.method(), operation);
      if (other != null) {
        throw new IllegalArgumentException(
            operation.id() + " and " + other.id() + " have the same method and path");
      }
    }
  }

  /** Operations at a path by method, none when there is no such path. */
  Map<String, Operation> at(String path) {
    Node node = find(root, segments(path), 0);
    return node == null ? Map.of() : node.operations;
  }

  private static Node find(Node node, String[] segments, int depth) {
    if (depth == segments.length) {
      return node.operations.isEmpty() ? null : node;
    }
    Node literal = node.literals.get(segments[depth]);
    if (literal != null) {
      Node found = find(literal, segments, depth + 1);
      if (found != null) {
        return found;
      }
    }
    return node.parameter == null || segments[depth].isEmpty()
        ? null
        : find(node.parameter, segments, depth + 1);
  }

  private static String[] segments(String path) {
    String[] segments = path.substring(1).split("/", -1);
    // A slash at the end does not make another path.
    return segments.length > 1 && segments[segments.length - 1].isEmpty()
        ? Arrays.copyOf(segments, segments.length - 1)
        : segments;
  }
}
