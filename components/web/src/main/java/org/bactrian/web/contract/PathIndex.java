package org.bactrian.web.contract;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds operations by path, segment by segment; a literal segment goes before a parameter, and its
 * case does not matter.
 */
final class PathIndex {

  private final PathNode root = new PathNode("");

  /** A place in the tree of paths. */
  private static final class PathNode {
    private final String segment;
    private final Map<String, PathNode> literals = new HashMap<>();
    private final Map<String, Operation> operations = new TreeMap<>();
    private @Nullable PathNode parameter;

    private PathNode(String segment) {
      this.segment = segment;
    }
  }

  PathIndex(Collection<Operation> operations) {
    for (Operation operation : operations) {
      PathNode node = root;
      for (String segment : segments(operation.path())) {
        if (segment.startsWith("{")) {
          if (node.parameter == null) {
            node.parameter = new PathNode("");
          }
          node = node.parameter;
        } else {
          node = node.literals.computeIfAbsent(lower(segment), key -> new PathNode(segment));
        }
      }
      Operation other = node.operations.put(operation.method(), operation);
      if (other != null) {
        throw new IllegalArgumentException(
            operation.id() + " and " + other.id() + " have the same method and path");
      }
    }
  }

  /**
   * Operations at a path by method, none when there is no such path. A path with a literal segment
   * has the methods of paths with a parameter in its place, too, unless it has them itself.
   */
  Map<String, Operation> at(String path) {
    Map<String, Operation> found = new TreeMap<>();
    collect(root, segments(path), 0, found);
    return found;
  }

  private static void collect(
      PathNode node, String[] segments, int depth, Map<String, Operation> found) {
    if (depth == segments.length) {
      node.operations.forEach(found::putIfAbsent);
      return;
    }
    PathNode literal = node.literals.get(lower(segments[depth]));
    if (literal != null) {
      collect(literal, segments, depth + 1, found);
    }
    if (node.parameter != null && !segments[depth].isEmpty()) {
      collect(node.parameter, segments, depth + 1, found);
    }
  }

  /** A path as its operations spell it; empty when it has none. */
  Optional<String> spelled(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    String[] segments = segments(path);
    if (find(root, segments, 0) == null) {
      return Optional.empty();
    }
    String spelled = "/" + String.join("/", segments);
    return Optional.of(path.length() > spelled.length() ? spelled + "/" : spelled);
  }

  /** The place of a path; its literal segments are spelled as those of the tree then. */
  private static @Nullable PathNode find(PathNode node, String[] segments, int depth) {
    if (depth == segments.length) {
      return node.operations.isEmpty() ? null : node;
    }
    String segment = segments[depth];
    PathNode literal = node.literals.get(lower(segment));
    if (literal != null) {
      PathNode found = find(literal, segments, depth + 1);
      if (found != null) {
        segments[depth] = literal.segment;
        return found;
      }
    }
    return node.parameter == null || segment.isEmpty()
        ? null
        : find(node.parameter, segments, depth + 1);
  }

  private static String lower(String segment) {
    return segment.toLowerCase(Locale.ROOT);
  }

  private static String[] segments(String path) {
    String[] segments = path.substring(1).split("/", -1);
    // A slash at the end does not make another path.
    return segments.length > 1 && segments[segments.length - 1].isEmpty()
        ? Arrays.copyOf(segments, segments.length - 1)
        : segments;
  }
}
