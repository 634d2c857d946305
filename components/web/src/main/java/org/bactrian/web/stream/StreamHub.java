package org.bactrian.web.stream;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/**
 * Connections that get the same messages, and groups of them that get more. Safe for use by several
 * threads.
 */
public final class StreamHub {

  private final String name;
  private final StreamAdmission admission;
  private final Map<String, StreamConnection> connections = new ConcurrentHashMap<>();
  private final Set<StreamConnection> listeners = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<StreamConnection>> groups = new ConcurrentHashMap<>();
  private volatile Runnable groupsChanged = () -> {};

  /**
   * @param name name for the log
   * @param admission of all hubs of the process
   */
  public StreamHub(String name, StreamAdmission admission) {
    this.name = name;
    this.admission = admission;
  }

  String name() {
    return name;
  }

  /** The admission of all hubs of the process. */
  public StreamAdmission admission() {
    return admission;
  }

  /** Sets what runs when the first connection has joined a group or the last has left. */
  public void onGroups(Runnable listener) {
    groupsChanged = listener;
  }

  /**
   * Adds a connection that gets all messages of the hub.
   *
   * @param id name by which callers subscribe it to groups
   * @return empty when another connection has the id
   */
  public Optional<StreamConnection> add(
      String id, StreamRequest request, StreamTransport transport) {
    if (connections.containsKey(id)) {
      return Optional.empty();
    }
    StreamConnection connection = new StreamConnection(id, request, this, transport);
    if (connections.putIfAbsent(id, connection) != null) {
      return Optional.empty();
    }
    listeners.add(connection);
    return Optional.of(connection);
  }

  /** Adds a connection that gets the messages of one group and no others. */
  StreamConnection addTo(String group, StreamRequest request, StreamTransport transport) {
    StreamConnection connection = new StreamConnection("", request, this, transport);
    join(connection, group);
    return connection;
  }

  /** Adds a connection without an id that gets all messages of the hub. */
  StreamConnection add(StreamRequest request, StreamTransport transport) {
    StreamConnection connection = new StreamConnection("", request, this, transport);
    listeners.add(connection);
    return connection;
  }

  /** Returns true for the id of a connection of this process. */
  public boolean has(String id) {
    return connections.containsKey(id);
  }

  /**
   * Adds a connection to a group; a second time changes nothing.
   *
   * @return false when no connection of this process has the id
   * @throws OperationException of kind BUSY when it is in as many groups as it may be
   */
  public boolean join(String id, String group) {
    StreamConnection connection = connections.get(id);
    return connection != null && join(connection, group);
  }

  private boolean join(StreamConnection connection, String group) {
    boolean first;
    synchronized (groups) {
      if (connection.isClosed()) {
        return false;
      }
      if (!connection.groups.contains(group)
          && connection.groups.size() >= admission.limits().maxGroups()) {
        throw new OperationException(
            FaultKind.BUSY,
            "The connection has "
                + connection.groups.size()
                + " subscriptions, which is all that it may have. End one, or open another.");
      }
      first = groups.isEmpty();
      connection.groups.add(group);
      groups.computeIfAbsent(group, key -> ConcurrentHashMap.newKeySet()).add(connection);
    }
    if (first) {
      groupsChanged.run();
    }
    return true;
  }

  /**
   * Takes a connection out of a group, in which it need not be.
   *
   * @return false when no connection of this process has the id
   */
  public boolean leave(String id, String group) {
    StreamConnection connection = connections.get(id);
    if (connection == null) {
      return false;
    }
    leave(connection, List.of(group));
    return true;
  }

  private void leave(StreamConnection connection, Collection<String> left) {
    boolean last;
    synchronized (groups) {
      boolean any = !groups.isEmpty();
      for (String group : left) {
        Set<StreamConnection> members = groups.get(group);
        if (members != null && members.remove(connection) && members.isEmpty()) {
          groups.remove(group);
        }
      }
      connection.groups.removeAll(left);
      last = any && groups.isEmpty();
    }
    if (last) {
      groupsChanged.run();
    }
  }

  void remove(StreamConnection connection) {
    connections.remove(connection.id(), connection);
    listeners.remove(connection);
    Set<String> left;
    synchronized (groups) {
      left = Set.copyOf(connection.groups);
    }
    leave(connection, left);
  }

  /** Returns true while a connection is in a group. */
  public boolean hasGroups() {
    return !groups.isEmpty();
  }

  /** Returns true while somebody is in a group. */
  public boolean hasMembers(String group) {
    return groups.containsKey(group);
  }

  /** Returns true while a connection gets all messages of the hub. */
  public boolean hasListeners() {
    return !listeners.isEmpty();
  }

  /** Sends a message to all who get every message of the hub. */
  public void publish(StreamMessage message) {
    listeners.forEach(connection -> connection.offer(message));
  }

  /** Sends a message to the members of some groups, once to each. */
  public void publish(Set<String> to, StreamMessage message) {
    if (to.size() == 1) {
      members(to.iterator().next()).forEach(connection -> connection.offer(message));
      return;
    }
    Set<StreamConnection> members = new HashSet<>();
    to.forEach(group -> members.addAll(members(group)));
    members.forEach(connection -> connection.offer(message));
  }

  private Set<StreamConnection> members(String group) {
    return groups.getOrDefault(group, Set.of());
  }

  /** Ends all streams of the hub. */
  public void close(StreamClosure closure) {
    Set<StreamConnection> all = new HashSet<>(listeners);
    groups.values().forEach(all::addAll);
    all.forEach(connection -> connection.close(closure));
  }
}
