package org.bactrian.simulator.alarm;

import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.identity.Identity;
import org.eclipse.milo.opcua.sdk.server.methods.AbstractMethodInvocationHandler.InvocationContext;
import org.eclipse.milo.opcua.sdk.server.methods.MethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.model.objects.AcknowledgeableConditionType.AcknowledgeMethod;
import org.eclipse.milo.opcua.sdk.server.model.objects.ConditionType.AddCommentMethod;
import org.eclipse.milo.opcua.sdk.server.model.objects.ConditionType.DisableMethod;
import org.eclipse.milo.opcua.sdk.server.model.objects.ConditionType.EnableMethod;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Methods of an alarm that users can call (OPC UA Part 9, 5.5.4 to 5.5.6 and 5.7.3). */
final class ConditionMethods {

  private final LimitAlarm alarm;

  ConditionMethods(LimitAlarm alarm) {
    this.alarm = alarm;
  }

  /** Clients call these by the method's id on the condition or on its type; both lead here. */
  void installOn(UaObjectNode condition) {
    install(condition, NodeIds.AcknowledgeableConditionType_Acknowledge, Acknowledge::new);
    install(condition, NodeIds.ConditionType_AddComment, AddComment::new);
    install(condition, NodeIds.ConditionType_Enable, Enable::new);
    install(condition, NodeIds.ConditionType_Disable, Disable::new);
  }

  private void install(UaObjectNode condition, NodeId declaration, HandlerFactory handlers) {
    UaMethodNode method = condition.findMethodNode(declaration);
    method.setInvocationHandler(handlers.create(alarm, method));
  }

  private static String userOf(InvocationContext context) {
    return context
        .getSession()
        .map(Session::getIdentity)
        .filter(Identity.UsernameIdentity.class::isInstance)
        .map(Identity.UsernameIdentity.class::cast)
        .map(Identity.UsernameIdentity::getUsername)
        .orElse("");
  }

  @FunctionalInterface
  private interface HandlerFactory {
    MethodInvocationHandler create(LimitAlarm alarm, UaMethodNode node);
  }

  private static final class Acknowledge extends AcknowledgeMethod {

    private final LimitAlarm alarm;

    Acknowledge(LimitAlarm alarm, UaMethodNode node) {
      super(node);
      this.alarm = alarm;
    }

    @Override
    protected void invoke(InvocationContext context, ByteString eventId, LocalizedText comment)
        throws UaException {
      alarm.acknowledge(eventId, comment, userOf(context));
    }
  }

  private static final class AddComment extends AddCommentMethod {

    private final LimitAlarm alarm;

    AddComment(LimitAlarm alarm, UaMethodNode node) {
      super(node);
      this.alarm = alarm;
    }

    @Override
    protected void invoke(InvocationContext context, ByteString eventId, LocalizedText comment)
        throws UaException {
      alarm.addComment(eventId, comment, userOf(context));
    }
  }

  private static final class Enable extends EnableMethod {

    private final LimitAlarm alarm;

    Enable(LimitAlarm alarm, UaMethodNode node) {
      super(node);
      this.alarm = alarm;
    }

    @Override
    protected void invoke(InvocationContext context) throws UaException {
      alarm.enable(true);
    }
  }

  private static final class Disable extends DisableMethod {

    private final LimitAlarm alarm;

    Disable(LimitAlarm alarm, UaMethodNode node) {
      super(node);
      this.alarm = alarm;
    }

    @Override
    protected void invoke(InvocationContext context) throws UaException {
      alarm.enable(false);
    }
  }
}
