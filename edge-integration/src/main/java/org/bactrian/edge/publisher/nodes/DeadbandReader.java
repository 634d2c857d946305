package org.bactrian.edge.publisher.nodes;

import java.util.List;
import java.util.Optional;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.MonitoringFilter.Deadband;
import org.bactrian.opcua.subscription.MonitoringFilter.Trigger;

/** Reads deadband and trigger of a node, its data change filter (Part 4, 7.22.2). */
final class DeadbandReader {

  private final MonitoringFilter otherwise;
  private final OpcNode node;
  private final AttributeValues values;
  private final List<EntryProblem> problems;

  /**
   * @param otherwise filter of nodes that ask for none
   * @param problems receives the problems found
   */
  DeadbandReader(MonitoringFilter otherwise, OpcNode node, List<EntryProblem> problems) {
    this.otherwise = otherwise;
    this.node = node;
    this.values = node.values();
    this.problems = problems;
  }

  /**
   * Returns the filter of the node. It is none where the file and the defaults ask for none, since
   * servers need not support filters.
   */
  MonitoringFilter filter() {
    String trigger = values.text(OpcNodeAttribute.DATA_CHANGE_TRIGGER);
    Deadband deadband =
        switch (values.text(OpcNodeAttribute.DEADBAND_TYPE)) {
          case "Absolute" -> Deadband.ABSOLUTE;
          case "Percent" -> Deadband.PERCENT;
          default -> Deadband.NONE;
        };
    Optional<Double> size = values.get(OpcNodeAttribute.DEADBAND_VALUE, Double.class);
    if (deadband == Deadband.NONE) {
      if (size.isPresent()) {
        warn(
            OpcNodeAttribute.DEADBAND_VALUE,
            values.quoted(OpcNodeAttribute.DEADBAND_VALUE)
                + " has no effect without DeadbandType. Add"
                + " \"DeadbandType\": \"Absolute\" or \"Percent\".");
      }
      if (trigger.isEmpty()) {
        return otherwise;
      }
    }
    return new MonitoringFilter.DataChange(
        trigger(trigger), deadband, deadband == Deadband.NONE ? 0 : size(deadband, size));
  }

  private double size(Deadband deadband, Optional<Double> size) {
    double wanted = size.orElse(0.0);
    double most = deadband == Deadband.PERCENT ? 100 : Double.MAX_VALUE;
    double taken = Math.min(Math.max(wanted, 0), most);
    if (taken != wanted) {
      warn(
          OpcNodeAttribute.DEADBAND_VALUE,
          "DeadbandValue " + wanted + " is out of range. It is taken for " + taken + ".");
    }
    return taken;
  }

  private Trigger trigger(String text) {
    return switch (text) {
      case "Status" -> Trigger.STATUS;
      case "StatusValue" -> Trigger.STATUS_VALUE;
      case "StatusValueTimestamp" -> Trigger.STATUS_VALUE_TIMESTAMP;
      default ->
          otherwise instanceof MonitoringFilter.DataChange change
              ? change.trigger()
              : Trigger.STATUS_VALUE;
    };
  }

  private void warn(PublishedNodesAttribute attribute, String cause) {
    problems.add(EntryProblem.warning(values.at(attribute).orElse(node.at()), cause));
  }
}
