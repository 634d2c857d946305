package org.bactrian.edge.publisher.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.bactrian.edge.publisher.group.DataSetRouting;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.Subscription;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fields of a writer as they are resolved and named by its server, and what of them is monitored.
 * Used on the group's thread, but for {@link #resolved()}, {@link #begun()} and {@link
 * #areDynamic()}.
 */
final class WriterFields {

  private static final Logger LOG = LoggerFactory.getLogger(WriterFields.class);

  private final String group;
  private final Session session;
  private final Subscription subscription;
  private final WriterGroupInbox inbox;
  private final RefusedItems refused;
  private final DataSetWriterMessages messages;
  private final CyclicReader cyclicReader;
  private final WriterResolution resolution;
  private final CompletableFuture<Void> begun = new CompletableFuture<>();

  private DataSetWriter configured;

  /** The writer with the fields that its server has. */
  private volatile DataSetWriter resolved;

  /** True when fields depend on which nodes the server has. */
  private volatile boolean dynamic;

  /** True when changes of the server's nodes are watched for. */
  private boolean watchesModel;

  /**
   * @param format format of node ids in messages
   * @param refused receives what is not monitored
   * @param messages receives the writer with its resolved and named fields
   */
  WriterFields(
      String group,
      NamespaceFormat format,
      DataSetWriter writer,
      Session session,
      Subscription subscription,
      WriterGroupInbox inbox,
      RefusedItems refused,
      CyclicReader cyclicReader,
      DataSetWriterMessages messages) {
    this.group = group;
    this.configured = writer;
    this.resolved = writer;
    this.session = session;
    this.subscription = subscription;
    this.inbox = inbox;
    this.refused = refused;
    this.cyclicReader = cyclicReader;
    this.messages = messages;
    this.resolution =
        new WriterResolution(group, format, writer, session, inbox, refused, this::changed);
  }

  /** Begins to look the fields up and to monitor them, as soon as there is a connection. */
  void start() {
    resolution.start();
  }

  /** Ends what is done at intervals. */
  void end() {
    resolution.end();
    cyclicReader.end();
  }

  /** Returns the writer with the fields that its server has. */
  DataSetWriter resolved() {
    return resolved;
  }

  /** Completed when the fields are known. */
  CompletableFuture<Void> begun() {
    return begun;
  }

  /** Returns whether fields depend on which nodes the server has. */
  boolean areDynamic() {
    return dynamic;
  }

  /** Returns when a field is looked up again that was not found; null where none is. */
  @Nullable Instant nextLookUp(String key) {
    return resolution.nextLookUp(key);
  }

  /** Goes on as another writer. */
  void change(DataSetWriter next) {
    configured = next;
    resolution.change(next);
    changed();
  }

  private void changed() {
    dynamic = resolution.isDynamic();
    resolved = resolution.resolved();
    messages.change(resolved);
    Set<String> keys = new HashSet<>();
    configured.fields().forEach(field -> keys.add(field.item().key()));
    resolved.fields().forEach(field -> keys.add(field.item().key()));
    refused.keepOnly(keys);
    monitor();
    connected();
  }

  private void monitor() {
    if (!resolution.hasBegun()) {
      return;
    }
    begun.complete(null);
    watchesModel |= dynamic;
    List<MonitoredItem> items = new ArrayList<>();
    List<PublishedField> read = new ArrayList<>();
    for (PublishedField field : resolved.fields()) {
      if (field.access().cyclicRead() == null) {
        items.add(field.item());
      } else {
        read.add(field);
      }
    }
    if (watchesModel) {
      items.add(ModelChangeItem.ITEM);
    }
    cyclicReader.read(read);
    subscription
        .monitor(items)
        .exceptionally(
            fault -> {
              LOG.warn(
                  "WriterGroup {}, DataSetWriter {}: {}",
                  group,
                  configured.name(),
                  fault.getMessage());
              return null;
            });
  }

  /** Reads what is wanted of a server that was connected to. */
  void connected() {
    fetchDisplayNames();
    fetchBrowsePaths();
    fetchDescription();
  }

  private void fetchBrowsePaths() {
    List<PublishedField> unrouted = messages.takeUnrouted();
    if (unrouted.isEmpty()) {
      return;
    }
    SessionState asked = session.state();
    DataSetRouting routing = resolved.routing();
    BrowsePathTopics.read(session, routing, unrouted, WriterResolution.WORKERS)
        .whenComplete(
            (subtopics, fault) -> {
              if (fault != null) {
                LOG.warn(
                    "WriterGroup {}, DataSetWriter {}: browse paths could not be read ({}); values"
                        + " go to the topic of the writer until the next connect.",
                    group,
                    configured.name(),
                    fault.getMessage());
                inbox.command(() -> routingFailed(unrouted, asked));
              } else {
                inbox.command(() -> messages.route(routing, unrouted, subtopics));
              }
            });
  }

  /** Asks again where the next connect has come before the fault of the one before. */
  private void routingFailed(List<PublishedField> unrouted, SessionState asked) {
    messages.routingFailed(unrouted);
    SessionState now = session.state();
    if (now instanceof SessionState.Connected && !now.equals(asked)) {
      fetchBrowsePaths();
    }
  }

  private void fetchDescription() {
    if (!resolved.metaData().needsDescription()) {
      return;
    }
    DataSetDescriptionReader.of(session, resolved.fields())
        .whenComplete(
            (description, fault) -> {
              if (fault != null) {
                LOG.warn(
                    "WriterGroup {}, DataSetWriter {}: types of nodes could not be read ({});"
                        + " metadata and schemas are sent after the next connect.",
                    group,
                    configured.name(),
                    fault.getMessage());
              } else {
                inbox.command(() -> messages.describe(description));
              }
            });
  }

  private void fetchDisplayNames() {
    List<PublishedField> unnamed = messages.unnamed();
    if (unnamed.isEmpty()) {
      return;
    }
    DisplayNameReader.of(session, unnamed)
        .whenComplete(
            (names, fault) -> {
              if (fault != null) {
                LOG.warn(
                    "WriterGroup {}, DataSetWriter {}: display names could not be read ({}); node"
                        + " ids stand in for them.",
                    group,
                    configured.name(),
                    fault.getMessage());
              } else {
                inbox.command(() -> messages.rename(names));
              }
            });
  }

  /** Takes note of an item that the server refuses; its node may come with a change of nodes. */
  void itemRefused(MonitoredItem item, StatusCode status) {
    if (status.value() == StatusCodes.Bad_AttributeIdInvalid) {
      resolution.doubt(item.key());
    }
    if (!watchesModel) {
      watchesModel = true;
      monitor();
    }
  }

  /** Takes note of nodes that came or are gone. */
  void modelChanged() {
    resolution.modelChanged();
    subscription.retryRefused();
  }
}
