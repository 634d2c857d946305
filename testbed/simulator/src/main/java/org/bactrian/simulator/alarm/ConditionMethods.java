package org.bactrian.simulator.alarm;

import java.util.function.Function;
import org.bactrian.simulator.history.UserNames;
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
record ConditionMethods(LimitAlarm alarm) {

  /** Clients call these by the method's id on the condition or on its type; both lead here. */
  void installOn(UaObjectNode condition) {
    install(
        condition,
        NodeIds.AcknowledgeableConditionType_Acknowledge,
        node ->
            new AcknowledgeMethod(node) {
              @Override
              protected void invoke(
                  InvocationContext context, ByteString eventId, LocalizedText comment)
                  throws UaException {
                alarm.acknowledge(eventId, comment, userOf(context));
              }
            });
    install(
        condition,
        NodeIds.ConditionType_AddComment,
        node ->
            new AddCommentMethod(node) {
              @Override
              protected void invoke(
                  InvocationContext context, ByteString eventId, LocalizedText comment)
                  throws UaException {
                alarm.addComment(eventId, comment, userOf(context));
              }
            });
    install(
        condition,
        NodeIds.ConditionType_Enable,
        node ->
            new EnableMethod(node) {
              @Override
              protected void invoke(InvocationContext context) throws UaException {
                alarm.enable(true);
              }
            });
    install(
        condition,
        NodeIds.ConditionType_Disable,
        node ->
            new DisableMethod(node) {
              @Override
              protected void invoke(InvocationContext context) throws UaException {
                alarm.enable(false);
              }
            });
  }

  private static void install(
      UaObjectNode condition,
      NodeId declaration,
      Function<UaMethodNode, MethodInvocationHandler> handler) {
    UaMethodNode method = condition.findMethodNode(declaration);
    method.setInvocationHandler(handler.apply(method));
  }

  private static String userOf(InvocationContext context) {
    return context.getSession().map(UserNames::of).orElse("");
  }
}
