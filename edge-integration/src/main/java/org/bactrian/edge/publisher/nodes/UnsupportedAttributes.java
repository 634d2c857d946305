package org.bactrian.edge.publisher.nodes;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Attributes of a file that are not supported yet, collected for one warning. */
final class UnsupportedAttributes {

  /** Values that ask for what happens anyway. */
  private static final Set<Object> NOTHING_SPECIAL =
      Set.of(Boolean.FALSE, Duration.ZERO, "None", "AtLeastOnce", "");

  private final Map<String, Use> attributes = new TreeMap<>();
  private final Map<String, FileLocation> refusing = new TreeMap<>();
  private int refusedNodes;

  /**
   * First use of an attribute.
   *
   * @param quoted the attribute with its value
   */
  private record Use(String quoted, FileLocation at) {}

  /** Adds what a node says that is published, or is not because of what it says here. */
  void addNode(AttributeValues values) {
    add(values);
    if (values.found().keySet().stream().anyMatch(UnsupportedAttributes::refuses)) {
      refusedNodes++;
    }
  }

  /** Adds what an entry says that is published. */
  void add(AttributeValues values) {
    values
        .found()
        .forEach(
            (attribute, found) -> {
              if (refuses(attribute)) {
                refusing.putIfAbsent(attribute.text(), found.at());
              }
              boolean waits =
                  refuses(attribute)
                      || (attribute.state() == PublishedNodesAttribute.State.LATER
                          && !NOTHING_SPECIAL.contains(found.value()));
              if (waits) {
                attributes.putIfAbsent(
                    attribute.text(), new Use(values.quoted(attribute), found.at()));
              }
            });
  }

  private static boolean refuses(PublishedNodesAttribute attribute) {
    return attribute.state() == PublishedNodesAttribute.State.REFUSED;
  }

  /** The one warning, when there is anything to warn of. */
  Optional<EntryProblem> problem() {
    if (attributes.isEmpty()) {
      return Optional.empty();
    }
    FileLocation first =
        attributes.values().stream()
            .map(Use::at)
            .min(Comparator.comparingInt(FileLocation::line))
            .orElseThrow();
    String names =
        attributes.values().stream()
            .map(one -> one.quoted() + " (line " + one.at().line() + ")")
            .collect(Collectors.joining(", "));
    String left =
        refusing.isEmpty()
            ? " All is published without them."
            : " "
                + FaultConsequences.count(refusedNodes, "node")
                + " with "
                + String.join(" or ", refusing.keySet())
                + (refusedNodes == 1 ? " is" : " are")
                + " not published; all others are.";
    return Optional.of(EntryProblem.warning(first, "Not acted on yet: " + names + "." + left));
  }
}
