package org.bactrian.edge.publisher.nodes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.session.ConnectionSettings;

/** Converts entries to WriterGroups, and collects the faults. */
final class PublishedNodesConverter {

  /** Attributes of an entry that apply to those of its nodes without a value of their own. */
  private static final Map<String, PublishedNodesAttribute> FOR_NODES =
      Map.of(
          EntryAttribute.DATA_SET_PUBLISHING_INTERVAL.text(),
          OpcNodeAttribute.OPC_PUBLISHING_INTERVAL,
          EntryAttribute.DATA_SET_PUBLISHING_INTERVAL_TIMESPAN.text(),
          OpcNodeAttribute.OPC_PUBLISHING_INTERVAL,
          EntryAttribute.DATA_SET_SAMPLING_INTERVAL.text(),
          OpcNodeAttribute.OPC_SAMPLING_INTERVAL,
          EntryAttribute.DATA_SET_SAMPLING_INTERVAL_TIMESPAN.text(),
          OpcNodeAttribute.OPC_SAMPLING_INTERVAL);

  private final Path file;
  private final PublishingDefaults defaults;
  private final WriterGroupBuilders groups;
  private final List<PublishedNodesFault> faults = new ArrayList<>();

  PublishedNodesConverter(Path file, PublishingDefaults defaults) {
    this.file = file;
    this.defaults = defaults;
    this.groups = new WriterGroupBuilders(defaults);
  }

  /**
   * A field that a node became.
   *
   * @param at where the node stands
   * @param field the field
   * @param split what tells its writer from the others of the entry
   */
  private record Placed(FileLocation at, PublishedField field, WriterSplit split) {}

  PublishedNodes of(List<PublishedNodesEntry> entries) {
    entries.forEach(this::add);
    List<WriterGroup> built = groups.build();
    groups.duplicates().forEach(this::fault);
    groups.renamed().forEach(this::fault);
    groups.ambiguous().forEach(this::fault);
    faults.sort(
        Comparator.comparingInt(PublishedNodesFault::line)
            .thenComparingInt(PublishedNodesFault::column));
    return new PublishedNodes(file, true, built, faults);
  }

  private void add(PublishedNodesEntry entry) {
    List<EntryProblem> problems = new ArrayList<>(entry.problems());
    boolean readable = problems.stream().noneMatch(PublishedNodesConverter::concernsAll);
    Optional<ConnectionSettings> connection =
        readable ? EntryConnectionReader.of(entry, defaults, problems) : Optional.empty();
    new WriterGroupSettings(entry.values(), defaults).check(problems);
    List<EntryProblem> takers =
        problems.stream().filter(PublishedNodesConverter::concernsNodes).toList();
    boolean refused =
        problems.stream().anyMatch(problem -> problem.refuses() && !takers.contains(problem));
    List<FieldReader.Result> results =
        entry.nodes().stream()
            .map(node -> FieldReader.read(defaults, entry.values(), node))
            .toList();
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      OpcNode node = entry.nodes().get(i);
      FieldReader.Result result = results.get(i);
      if (!refused && takers.stream().noneMatch(taken -> takes(node, taken))) {
        result.field().ifPresent(field -> place(entry, node, field, result.split(), placed));
      }
    }
    faultsOf(entry, problems, refused, placed.size());
    for (int i = 0; i < results.size(); i++) {
      faultsOf(results.get(i).problems(), refused, placed.size());
      entry.nodes().get(i).triggered().forEach(this::faultsOfTriggered);
    }
    Map<WriterSplit, DataSetWriterBuilder> writers = new HashMap<>();
    for (Placed one : placed) {
      writers
          .computeIfAbsent(
              one.split(), split -> groups.writer(entry.values(), connection.orElseThrow(), split))
          .add(one.field(), one.at());
    }
    if (entry.nodes().isEmpty() && !refused) {
      fault(
          EntryProblem.warning(
              entry.at(), "The entry has no nodes. Add some to OpcNodes. It publishes nothing."));
    }
  }

  /** Adds the field of a node, and after it those that it triggers. */
  private void place(
      PublishedNodesEntry entry,
      OpcNode node,
      PublishedField field,
      WriterSplit split,
      List<Placed> placed) {
    placed.add(new Placed(node.at(), field, split));
    for (OpcNode triggered : node.triggered()) {
      FieldReader.read(defaults, entry.values(), triggered)
          .field()
          .map(one -> TriggeredField.of(one, field))
          .ifPresent(one -> placed.add(new Placed(triggered.at(), one, split)));
    }
  }

  private static boolean concernsAll(EntryProblem problem) {
    return problem.refuses() && problem.attribute().isEmpty();
  }

  private static boolean concernsNodes(EntryProblem problem) {
    return problem.refuses() && FOR_NODES.containsKey(problem.attribute());
  }

  private static boolean takes(OpcNode node, EntryProblem fromEntry) {
    return Optional.ofNullable(FOR_NODES.get(fromEntry.attribute()))
        .flatMap(attribute -> node.values().duration(attribute))
        .isEmpty();
  }

  private void faultsOf(
      PublishedNodesEntry entry, List<EntryProblem> problems, boolean refused, int published) {
    for (EntryProblem problem : problems) {
      if (!problem.refuses()) {
        fault(problem);
      } else if (concernsNodes(problem) && !refused) {
        int takers = (int) entry.nodes().stream().filter(node -> takes(node, problem)).count();
        fault(problem, FaultConsequences.takersRefused(takers, published));
      } else {
        fault(problem, FaultConsequences.entryRefused(entry.nodes().size()));
      }
    }
  }

  private void faultsOf(List<EntryProblem> problems, boolean entryRefused, int published) {
    for (EntryProblem problem : problems) {
      if (problem.refuses()) {
        fault(problem, entryRefused ? "" : FaultConsequences.nodeRefused(published));
      } else {
        fault(problem);
      }
    }
  }

  private void faultsOfTriggered(OpcNode node) {
    FieldReader.read(defaults, node.values(), node)
        .problems()
        .forEach(problem -> fault(problem.asWarning()));
  }

  private void fault(EntryProblem problem) {
    fault(problem, "");
  }

  private void fault(EntryProblem problem, String meanwhile) {
    faults.add(
        new PublishedNodesFault(
            file,
            problem.at().line(),
            problem.at().column(),
            problem.refuses()
                ? PublishedNodesFault.Severity.ERROR
                : PublishedNodesFault.Severity.WARNING,
            problem.cause() + meanwhile,
            problem.at().pointer()));
  }
}
