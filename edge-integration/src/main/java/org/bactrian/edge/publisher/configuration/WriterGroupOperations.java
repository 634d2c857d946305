package org.bactrian.edge.publisher.configuration;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.camel.Header;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.stream.GroupStatus;
import org.bactrian.edge.publisher.stream.NodeFailure;
import org.bactrian.edge.publisher.stream.WriterStatus;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.json.StatusSymbols;
import org.bactrian.opcua.session.ConnectFailure;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.session.UserCredential;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/** Methods that tell the state of WriterGroups and send key frames on demand. Thread-safe. */
public final class WriterGroupOperations {

  private final Supplier<List<GroupStatus>> groups;
  private final BiFunction<String, Optional<String>, CompletableFuture<Boolean>> keyFrames;

  /**
   * @param groups status of each group when it is asked
   * @param keyFrames sends key frames of a group, or of one of its writers, and says whether it is
   *     there
   */
  public WriterGroupOperations(
      Supplier<List<GroupStatus>> groups,
      BiFunction<String, Optional<String>, CompletableFuture<Boolean>> keyFrames) {
    this.groups = groups;
    this.keyFrames = keyFrames;
  }

  /**
   * State of a WriterGroup.
   *
   * @param id what tells it from others
   * @param writerGroupName its name
   * @param dataSetWriters its writers
   */
  public record WriterGroupState(
      String id, String writerGroupName, List<WriterState> dataSetWriters) {

    public WriterGroupState {
      dataSetWriters = List.copyOf(dataSetWriters);
    }
  }

  /**
   * State of a DataSetWriter.
   *
   * @param id its name in the group
   * @param dataSetWriterName the same
   * @param endpointUrl address of its server
   * @param useSecurity whether messages are protected
   * @param opcAuthenticationMode what the server is shown of the user
   * @param opcAuthenticationUsername name of the user; null for none
   * @param source nodes that are not monitored
   */
  public record WriterState(
      String id,
      String dataSetWriterName,
      String endpointUrl,
      boolean useSecurity,
      String opcAuthenticationMode,
      @Nullable String opcAuthenticationUsername,
      Source source) {}

  /**
   * Source of a DataSet.
   *
   * @param errors nodes that are not monitored, or the connection that cannot be made
   */
  public record Source(List<NodeError> errors) {

    public Source {
      errors = List.copyOf(errors);
    }
  }

  /**
   * Node that is not monitored.
   *
   * @param nodeId id of the node as the file has it; for a connection the address of the server
   * @param errorInfo what the server says
   * @param since time of the first failure
   * @param nextTry time of the next attempt; null where it is not known
   */
  public record NodeError(
      String nodeId, NodeFault errorInfo, @Nullable String since, @Nullable String nextTry) {}

  /**
   * Fault of a node.
   *
   * @param statusCode number of the status
   * @param symbolicId name of the status
   * @param errorMessage what the server says besides
   */
  public record NodeFault(long statusCode, String symbolicId, @Nullable String errorMessage) {}

  /** Method GetAllWriterGroupStates: the state of each group. */
  public List<WriterGroupState> getAllWriterGroupStates() {
    return groups.get().stream()
        .filter(group -> !group.leaving())
        .map(WriterGroupOperations::state)
        .toList();
  }

  /** Method GetWriterGroupState: the state of a group, by its id or name. */
  public WriterGroupState getWriterGroupState(@Header("dataSetWriterGroup") String name) {
    return groups.get().stream()
        .filter(group -> !group.leaving())
        .filter(group -> group.group().id().equals(name) || group.group().name().equals(name))
        .findFirst()
        .map(WriterGroupOperations::state)
        .orElseThrow(() -> notFound("There is no WriterGroup " + name + "."));
  }

  private static WriterGroupState state(GroupStatus group) {
    Map<String, WriterStatus> running = new HashMap<>();
    group.writers().forEach(writer -> running.put(writer.name(), writer));
    return new WriterGroupState(
        group.group().id(),
        group.group().name(),
        group.group().writers().stream()
            .map(writer -> state(writer, running.get(writer.name())))
            .toList());
  }

  private static WriterState state(DataSetWriter writer, @Nullable WriterStatus running) {
    List<NodeError> errors = new ArrayList<>();
    if (running != null) {
      if (running.state() instanceof SessionState.Disconnected lost) {
        ConnectFailure failure = lost.failure();
        errors.add(
            new NodeError(
                writer.endpointUrl(),
                fault(failure.status(), failure.message()),
                text(lost.since()),
                text(failure.nextTry())));
      }
      // Variables of an object are no fields of the file, so they come last under their keys.
      Map<String, NodeFailure> failures = new TreeMap<>(running.failures().get());
      for (PublishedField field : writer.fields()) {
        NodeFailure failure = failures.remove(field.item().key());
        if (failure != null) {
          errors.add(error(field.nodeId(), failure));
        }
      }
      failures.forEach((key, failure) -> errors.add(error(key, failure)));
    }
    UserCredential user = writer.connection().user();
    return new WriterState(
        writer.name(),
        writer.name(),
        writer.endpointUrl(),
        writer.connection().securityMode() != RequiredSecurityMode.NONE,
        authenticationMode(user),
        user instanceof UserCredential.UserName named
            ? named.user()
            : user instanceof UserCredential.CertificateFromStore stored ? stored.name() : null,
        new Source(errors));
  }

  private static String authenticationMode(UserCredential user) {
    if (user instanceof UserCredential.Anonymous) {
      return "Anonymous";
    }
    if (user instanceof UserCredential.JsonWebToken) {
      return "JwtToken";
    }
    return user instanceof UserCredential.UserName ? "UsernamePassword" : "Certificate";
  }

  private static NodeError error(String nodeId, NodeFailure failure) {
    return new NodeError(
        nodeId,
        fault(failure.status(), failure.reason()),
        text(failure.since()),
        text(failure.nextTry()));
  }

  private static NodeFault fault(StatusCode status, String message) {
    return new NodeFault(status.value(), StatusSymbols.of(status.value()), message);
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Method SendWriterGroupKeyFrame: a key frame of each writer of a group. */
  public CompletableFuture<@Nullable Object> sendWriterGroupKeyFrame(
      @Header("dataSetWriterGroup") String group) {
    return send(group, Optional.empty(), "There is no WriterGroup " + group + ".");
  }

  /** Method SendDataSetWriterKeyFrame: a key frame of a writer. */
  public CompletableFuture<@Nullable Object> sendDataSetWriterKeyFrame(
      @Header("dataSetWriterGroup") String group, @Header("dataSetWriterId") String writer) {
    return send(
        group,
        Optional.of(writer),
        "There is no DataSetWriter %s in the WriterGroup %s.".formatted(writer, group));
  }

  private CompletableFuture<@Nullable Object> send(
      String group, Optional<String> writer, String otherwise) {
    return keyFrames
        .apply(group, writer)
        .thenApply(
            found -> {
              if (!found) {
                throw notFound(otherwise + " GetAllWriterGroupStates lists those that there are.");
              }
              return null;
            });
  }

  private static OperationException notFound(String message) {
    return new OperationException(FaultKind.NOT_FOUND, message);
  }
}
