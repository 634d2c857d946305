package org.bactrian.edge.twin;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bactrian.edge.twin.contract.AggregateConfiguration;
import org.bactrian.edge.twin.contract.ExceptionDeviationType;
import org.bactrian.edge.twin.contract.HistoryConfiguration;
import org.bactrian.edge.twin.contract.HistoryConfigurationBuilder;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.HistoryPage;
import org.bactrian.opcua.service.HistoryQuery;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodePath;
import org.bactrian.opcua.service.NodePathResult;
import org.bactrian.opcua.service.ReadOptions;
import org.bactrian.opcua.service.ServiceResult;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.jspecify.annotations.Nullable;

/**
 * Reads how the history of a variable is recorded: its object {@code HA Configuration} (Part 11,
 * 5.2.2), and where that does not tell, the times of the first and the last value.
 */
final class HistoryConfigurationReader {

  private static final QualifiedName CONFIGURATION = new QualifiedName(0, "HA Configuration");

  /** Before any value that is recorded. */
  private static final DateTime LONG_AGO = new DateTime(Instant.EPOCH);

  private final ServerView server;
  private final ExpandedNodeId node;
  private final Map<String, Object> values = new TreeMap<>();
  private final Map<String, String> aggregates = new TreeMap<>();
  private Optional<ExpandedNodeId> configuration = Optional.empty();

  HistoryConfigurationReader(ServerView server, ExpandedNodeId node) {
    this.server = server;
    this.node = node;
  }

  /** Looks for the object; the result says why there is none. */
  ServiceResult find() throws UaException {
    RelativePath path =
        new RelativePath(
            new RelativePathElement[] {
              new RelativePathElement(
                  NodeIds.HasHistoricalConfiguration, false, true, CONFIGURATION)
            });
    NodePathResult found =
        ServerView.await(server.nodes().translate(List.of(new NodePath(node, path)))).get(0);
    configuration = found.targets().stream().findFirst().map(NodePathResult.Target::node);
    return configuration.isEmpty() && found.result().isUsable()
        ? ServiceResult.of(
            new StatusCode(StatusCodes.Bad_NoMatch), "the node has no " + CONFIGURATION.name())
        : found.result();
  }

  /** Reads the object that was found. */
  HistoryConfiguration read() throws UaException {
    List<ReferenceDescription> members = children(configuration.orElseThrow());
    List<ReferenceDescription> variables = new ArrayList<>(members);
    for (ReferenceDescription member : members) {
      if (isNamed(member, "AggregateConfiguration")) {
        variables.addAll(children(member.getNodeId()));
      } else if (isNamed(member, "AggregateFunctions")) {
        children(member.getNodeId())
            .forEach(
                aggregate ->
                    aggregates.put(
                        server.text(aggregate.getBrowseName()),
                        server.text(aggregate.getNodeId())));
      }
    }
    readValues(variables);
    Optional<Instant> first = time("StartOfOnlineArchive").or(() -> time("StartOfArchive"));
    Optional<Instant> start = first.isPresent() ? first : end(LONG_AGO, DateTime.MIN_VALUE);
    return HistoryConfigurationBuilder.builder()
        .stepped(value("Stepped", Boolean.class))
        .definition(value("Definition", String.class))
        .maxTimeInterval(duration("MaxTimeInterval"))
        .minTimeInterval(duration("MinTimeInterval"))
        .exceptionDeviation(number("ExceptionDeviation").map(Number::doubleValue).orElse(null))
        .exceptionDeviationType(deviationType())
        .startOfArchive(time("StartOfArchive").or(() -> start).orElse(null))
        .endOfArchive(end(DateTime.MIN_VALUE, new DateTime(tomorrow())).orElse(null))
        .startOfOnlineArchive(start.orElse(null))
        .serverTimestampSupported(value("ServerTimestampSupported", Boolean.class))
        .aggregateConfiguration(
            new AggregateConfiguration(
                value("TreatUncertainAsBad", Boolean.class),
                number("PercentDataBad").map(Number::intValue).orElse(null),
                number("PercentDataGood").map(Number::intValue).orElse(null),
                value("UseSlopedExtrapolation", Boolean.class)))
        .aggregateFunctions(aggregates.isEmpty() ? null : aggregates)
        .build();
  }

  private static Instant tomorrow() {
    return Instant.now().plus(Duration.ofDays(1));
  }

  private List<ReferenceDescription> children(ExpandedNodeId parent) throws UaException {
    return ServerView.await(server.nodes().browse(List.of(parent), BrowseFilter.CHILDREN))
        .get(0)
        .references();
  }

  private static boolean isNamed(ReferenceDescription reference, String name) {
    return name.equals(reference.getBrowseName().name());
  }

  private void readValues(List<ReferenceDescription> variables) throws UaException {
    List<AttributeValue> read =
        ServerView.await(
            server
                .nodes()
                .read(
                    variables.stream()
                        .map(variable -> NodeAttributeId.value(variable.getNodeId()))
                        .toList(),
                    ReadOptions.DEFAULT));
    for (int i = 0; i < read.size(); i++) {
      Object value = read.get(i).value().value().value();
      if (read.get(i).result().isUsable() && value != null) {
        values.put(variables.get(i).getBrowseName().name(), value);
      }
    }
  }

  /** The time of the first value that a read of one value finds; empty where it finds none. */
  private Optional<Instant> end(DateTime start, DateTime end) throws UaException {
    HistoryPage page =
        ServerView.await(
            server
                .nodes()
                .historyFirst(
                    new HistoryQuery(
                        node,
                        ExtensionObject.encode(
                            server.access().encoding(),
                            new ReadRawModifiedDetails(false, start, end, uint(1), false)),
                        TimestampsToReturn.Source,
                        "")));
    HistoryReader.release(server, page);
    return new HistoricDataConverter(server)
        .values(page.history()).stream()
            .findFirst()
            .flatMap(value -> Optional.ofNullable(value.sourceTimestamp()));
  }

  private <T> @Nullable T value(String name, Class<T> type) {
    Object value = values.get(name);
    return type.isInstance(value) ? type.cast(value) : null;
  }

  private Optional<Number> number(String name) {
    return Optional.ofNullable(value(name, Number.class));
  }

  private Optional<Instant> time(String name) {
    return Optional.ofNullable(NodeReader.instant(value(name, DateTime.class)));
  }

  /** Null for zero, which says nothing. */
  private @Nullable Duration duration(String name) {
    return number(name)
        .map(millis -> Duration.ofNanos(Math.round(millis.doubleValue() * 1e6)))
        .filter(duration -> !duration.isZero())
        .orElse(null);
  }

  private @Nullable ExceptionDeviationType deviationType() {
    return number("ExceptionDeviationFormat")
        .map(Number::intValue)
        .filter(number -> number >= 0 && number < ExceptionDeviationType.values().length)
        .map(number -> ExceptionDeviationType.values()[number])
        .orElse(null);
  }
}
