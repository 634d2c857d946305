package org.bactrian.opcua.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;

/**
 * Reads, writes, calls, browses and describes nodes, and reads and changes their history. Each
 * operation gets a result of its own: one bad node spoils no other. What fails as a whole, such as
 * a lost connection, fails the future.
 *
 * <p>When the session is lost while something is asked, it is asked once more; writes and calls,
 * which may have been carried out, are not repeated. Thread-safe.
 */
public final class NodeServices {

  private final SessionCalls session;
  private final Function<Class<? extends ContinuationPoint>, CompletableFuture<Boolean>> room;

  /**
   * @param session gives the connected client, such as {@code session::client}
   */
  public NodeServices(Supplier<CompletableFuture<OpcUaClient>> session) {
    this(session, kind -> CompletableFuture.completedFuture(false));
  }

  /**
   * For who keeps continuation points.
   *
   * @param session gives the connected client
   * @param room gives a continuation point of a kind back when the server has room for no more;
   *     false when there is none to give
   */
  public NodeServices(
      Supplier<CompletableFuture<OpcUaClient>> session,
      Function<Class<? extends ContinuationPoint>, CompletableFuture<Boolean>> room) {
    this(new SessionCalls(session), room);
  }

  private NodeServices(
      SessionCalls session,
      Function<Class<? extends ContinuationPoint>, CompletableFuture<Boolean>> room) {
    this.session = session;
    this.room = room;
  }

  /** Returns services for these nodes with other call options. */
  public NodeServices with(CallOptions options) {
    return new NodeServices(session.with(options), room);
  }

  /**
   * Reads attributes.
   *
   * @param maxAgeMillis how old a value may be, 0 for one that is read now
   */
  public CompletableFuture<List<DataValue>> read(
      List<NodeAttributeId> targets, double maxAgeMillis) {
    Duration maxAge = Duration.ofMillis((long) maxAgeMillis);
    return read(targets, new ReadOptions(maxAge, TimestampsToReturn.Both))
        .thenApply(read -> read.stream().map(AttributeValue::value).toList());
  }

  /** Reads attributes, with what the server said of those that could not be read. */
  public CompletableFuture<List<AttributeValue>> read(
      List<NodeAttributeId> targets, ReadOptions options) {
    AttributeValue unknown =
        new AttributeValue(
            new DataValue(StatusCodes.Bad_NodeIdUnknown), UnknownNamespaceFilter.UNKNOWN);
    return session.ask(
        calls ->
            UnknownNamespaceFilter.only(
                calls.client().getNamespaceTable(),
                targets,
                NodeAttributeId::node,
                unknown,
                (nodes, some) -> AttributeService.read(calls, nodes, some, options)));
  }

  /**
   * Registers nodes with the server, which then finds them faster until the session ends.
   *
   * @return ids to use in place of those of the nodes, in their order; the null id where the server
   *     does not have the namespace
   */
  public CompletableFuture<List<NodeId>> register(List<ExpandedNodeId> nodes) {
    return onNodes(nodes, NodeId.NULL_VALUE, RegistrationService::register);
  }

  /** Writes attributes; plain values are coerced to the data type that their node has. */
  public CompletableFuture<List<WriteResult>> write(List<NodeWrite> writes) {
    return session.command(
        calls ->
            UnknownNamespaceFilter.only(
                calls.client().getNamespaceTable(),
                writes,
                write -> write.target().node(),
                new WriteResult(UnknownNamespaceFilter.UNKNOWN),
                (nodes, some) -> AttributeService.write(calls, nodes, some)));
  }

  /** Calls methods, with plain inputs coerced to the types of their arguments. */
  public CompletableFuture<List<OpcUaMethodResult>> call(List<OpcUaMethodCall> calls) {
    return session.command(services -> new MethodCallService(services).call(calls));
  }

  /** Reads the objects and arguments of methods. */
  public CompletableFuture<List<MethodDescription>> methods(List<ExpandedNodeId> methods) {
    return onNodes(
        methods,
        MethodDescription.failed(UnknownNamespaceFilter.UNKNOWN),
        MethodArguments::withObjects);
  }

  /** Follows references from each node until there are no more. */
  public CompletableFuture<List<BrowsedNode>> browse(
      List<ExpandedNodeId> nodes, BrowseFilter filter) {
    return onNodes(
        nodes,
        new BrowsedNode(UnknownNamespaceFilter.UNKNOWN, List.of()),
        (calls, some) -> BrowseService.all(calls, some, filter));
  }

  /** The first references of a node, as many as the filter says. */
  public CompletableFuture<BrowsePage> browseFirst(ExpandedNodeId node, BrowseFilter filter) {
    return withRoom(
        BrowseContinuationPoint.class,
        () -> firstPage(node, filter),
        page -> BrowseService.hasNoRoom(page.result()));
  }

  /** Asks again after a continuation point was given back, when the server had no room for one. */
  private <P> CompletableFuture<P> withRoom(
      Class<? extends ContinuationPoint> kind,
      Supplier<CompletableFuture<P>> first,
      Predicate<P> hasNoRoom) {
    return first
        .get()
        .thenCompose(
            page ->
                hasNoRoom.test(page)
                    ? room.apply(kind)
                        .thenCompose(
                            made -> made ? first.get() : CompletableFuture.completedFuture(page))
                    : CompletableFuture.completedFuture(page));
  }

  private CompletableFuture<BrowsePage> firstPage(ExpandedNodeId node, BrowseFilter filter) {
    return session.ask(
        calls ->
            node.toNodeId(calls.client().getNamespaceTable())
                .map(known -> BrowseService.page(calls, known, filter))
                .orElseGet(
                    () ->
                        CompletableFuture.completedFuture(
                            BrowseService.failed(UnknownNamespaceFilter.UNKNOWN))));
  }

  /**
   * The next references; {@code Bad_ContinuationPointInvalid} when the session that the point
   * belonged to has ended. It is not repeated, since a server forgets a point when it answers.
   *
   * @param release gives the point back instead, so that the server can forget it
   */
  public CompletableFuture<BrowsePage> browseNext(BrowseContinuationPoint point, boolean release) {
    return session.command(calls -> BrowseService.page(calls, point, release));
  }

  /** The first page of a node's history. */
  public CompletableFuture<HistoryPage> historyFirst(HistoryQuery query) {
    return withRoom(
        HistoryContinuationPoint.class,
        () -> session.ask(calls -> HistoryService.page(calls, query)),
        HistoryService::hasNoRoom);
  }

  /**
   * The next page of a history; {@code Bad_ContinuationPointInvalid} when the session that the
   * point belonged to has ended. It is not repeated, as {@link #browseNext} is not.
   *
   * @param release gives the point back instead, so that the server can forget it
   */
  public CompletableFuture<HistoryPage> historyNext(
      HistoryContinuationPoint point, boolean release) {
    return session.command(calls -> HistoryService.page(calls, point, release));
  }

  /**
   * Changes the history of a node.
   *
   * @param details what is changed, and of which node: encoded HistoryUpdateDetails (Part 11, 6.9)
   */
  public CompletableFuture<HistoryUpdateOutcome> historyUpdate(ExtensionObject details) {
    return session.command(calls -> HistoryService.update(calls, details));
  }

  /** Gives a continuation point back, so that the server can forget it. */
  public CompletableFuture<Void> release(ContinuationPoint point) {
    return point instanceof HistoryContinuationPoint history
        ? historyNext(history, true).thenAccept(page -> {})
        : browseNext((BrowseContinuationPoint) point, true).thenAccept(page -> {});
  }

  /** Tells for each node if it has matching references. */
  public CompletableFuture<List<Boolean>> hasReferences(
      List<ExpandedNodeId> nodes, BrowseFilter filter) {
    return onNodes(nodes, false, (calls, some) -> BrowseService.any(calls, some, filter));
  }

  /** Follows paths of names to nodes. */
  public CompletableFuture<List<NodePathResult>> translate(List<NodePath> paths) {
    return session.ask(
        calls ->
            UnknownNamespaceFilter.only(
                calls.client().getNamespaceTable(),
                paths,
                NodePath::start,
                new NodePathResult(UnknownNamespaceFilter.UNKNOWN, List.of()),
                (nodes, some) -> BrowsePathService.translate(calls, nodes, some)));
  }

  /** Reads the capabilities of the server. */
  public CompletableFuture<ServerCapabilities> capabilities() {
    return session.ask(ServerCapabilities::read);
  }

  /** Reads the descriptions of types. */
  public CompletableFuture<List<TypeDescription>> types(List<ExpandedNodeId> types) {
    return onNodes(
        types, TypeDescription.failed(UnknownNamespaceFilter.UNKNOWN), TypeDescriptionReader::of);
  }

  private <R> CompletableFuture<List<R>> onNodes(
      List<ExpandedNodeId> nodes, R unknown, Lookup<R> lookup) {
    return session.ask(
        calls ->
            UnknownNamespaceFilter.only(
                calls.client().getNamespaceTable(),
                nodes,
                Function.identity(),
                unknown,
                (known, some) -> lookup.of(calls, known)));
  }

  /** Something that is asked of many nodes at once. */
  @FunctionalInterface
  private interface Lookup<R> {
    CompletableFuture<List<R>> of(ServiceCalls calls, List<NodeId> nodes);
  }
}
