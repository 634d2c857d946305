package org.bactrian.simulator.alarm;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.util.HashSet;
import java.util.Set;
import org.bactrian.simulator.space.NodeBuilder;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.core.Reference.Direction;
import org.eclipse.milo.opcua.sdk.server.items.EventItem;
import org.eclipse.milo.opcua.sdk.server.model.objects.NonExclusiveLevelAlarmTypeNode;
import org.eclipse.milo.opcua.sdk.server.model.variables.TwoStateVariableTypeNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * An alarm that is active while a value is above its limit and wants to be acknowledged (OPC UA
 * Part 9, 5.7.3 and 5.8.20). The condition's node is also its last event.
 *
 * <p>Thread-safe.
 */
public final class LimitAlarm {

  private static final NodeId TYPE = NodeIds.NonExclusiveLevelAlarmType;
  private static final int URGENT = 700;
  private static final int OVER = 300;

  private final EventChannel channel;
  private final NonExclusiveLevelAlarmTypeNode node;

  /** Events since the alarm last became active; each may be the one that a user acknowledges. */
  private final Set<ByteString> acknowledgeable = new HashSet<>();

  private AlarmState state = AlarmState.QUIET;

  /**
   * Builds the condition.
   *
   * @param object the object that the alarm is part of
   * @param input the variable that the alarm watches
   * @param name browse name of the condition, last part of its node id
   * @param limit the first limit
   */
  public LimitAlarm(
      NodeBuilder nodes,
      EventChannel channel,
      NodeId object,
      NodeId input,
      String name,
      double limit) {
    this.channel = channel;
    this.node = ConditionNodes.create(nodes, object, name);
    node.addReference(
        new Reference(node.getNodeId(), NodeIds.HasCondition, input.expanded(), Direction.INVERSE));
    node.setConditionName(name);
    node.setInputNode(input);
    node.setHighLimit(limit);
    channel.stamp(node, TYPE, name + " is quiet", OVER);
    node.setLastSeverity(ushort(OVER));
    write(AlarmState.QUIET, AlarmState.QUIET);
    new ConditionMethods(this).installOn(node);
  }

  /** Compares a new value with the limit and announces a change. Returns whether it is active. */
  public synchronized boolean check(double value, double limit) {
    boolean above = value > limit;
    if (state.enabled() && above != state.active()) {
      node.setHighLimit(limit);
      if (above) {
        acknowledgeable.clear();
        change(state.activated(), "Above the limit of " + limit, URGENT);
      } else {
        change(state.deactivated(), "Back below the limit of " + limit, OVER);
      }
    }
    return state.active();
  }

  /** Returns whether a client that asks for the current conditions must hear of this one. */
  synchronized boolean isRetained() {
    return state.retain();
  }

  /** Repeats the last event to one listener; nothing changes meanwhile. */
  synchronized void repeatTo(EventItem item) {
    if (NodeIds.Server.equals(item.getReadValueId().getNodeId())
        || channel.passes(item.getReadValueId().getNodeId())) {
      item.onEvent(node);
    }
  }

  synchronized void acknowledge(ByteString eventId, LocalizedText comment, String user)
      throws UaException {
    requireKnown(eventId);
    if (state.acknowledged()) {
      throw new UaException(StatusCodes.Bad_ConditionBranchAlreadyAcked);
    }
    comment(comment, user);
    change(state.acked(), "Acknowledged", state.active() ? URGENT : OVER);
  }

  synchronized void addComment(ByteString eventId, LocalizedText comment, String user)
      throws UaException {
    requireKnown(eventId);
    comment(comment, user);
    change(state, "Commented", state.active() ? URGENT : OVER);
  }

  synchronized void enable(boolean enable) throws UaException {
    if (enable == state.enabled()) {
      throw new UaException(
          enable
              ? StatusCodes.Bad_ConditionAlreadyEnabled
              : StatusCodes.Bad_ConditionAlreadyDisabled);
    }
    change(enable ? AlarmState.QUIET : AlarmState.DISABLED, enable ? "Enabled" : "Disabled", OVER);
  }

  private void requireKnown(ByteString eventId) throws UaException {
    if (!acknowledgeable.contains(eventId)) {
      throw new UaException(StatusCodes.Bad_EventIdUnknown);
    }
  }

  private void comment(LocalizedText comment, String user) {
    node.setComment(comment);
    node.getCommentNode().setSourceTimestamp(DateTime.now());
    node.setClientUserId(user);
  }

  private void change(AlarmState next, String message, int severity) {
    node.setLastSeverity(node.getSeverity());
    acknowledgeable.add(channel.stamp(node, TYPE, message, severity));
    write(state, next);
    state = next;
    channel.fire(node);
  }

  private void write(AlarmState before, AlarmState now) {
    node.setRetain(now.retain());
    node.setQuality(StatusCode.GOOD);
    show(node.getEnabledStateNode(), now.enabled(), "Enabled", "Disabled");
    show(node.getActiveStateNode(), now.active(), "Active", "Inactive");
    show(node.getHighStateNode(), now.active(), "High active", "High inactive");
    show(node.getAckedStateNode(), now.acknowledged(), "Acknowledged", "Unacknowledged");
    if (before.active() != now.active()) {
      node.getActiveStateNode().setTransitionTime(DateTime.now());
    }
  }

  private static void show(
      TwoStateVariableTypeNode variable, boolean value, String whenTrue, String whenFalse) {
    variable.setValue(
        new DataValue(new Variant(LocalizedText.english(value ? whenTrue : whenFalse))));
    variable.setId(value);
  }
}
