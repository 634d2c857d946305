package org.bactrian.simulator.space;

import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilter;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilterContext;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;

/** Lets Read and Write meet the same value that subscriptions see. */
record LiveFilter(LiveValue value, WriteRule rule) implements AttributeFilter {

  @Override
  public Object getAttribute(AttributeFilterContext context, AttributeId attributeId) {
    return attributeId == AttributeId.Value ? value.current() : context.getAttribute(attributeId);
  }

  @Override
  public void writeAttribute(
      AttributeFilterContext context, AttributeId attributeId, Object written) throws UaException {
    if (attributeId == AttributeId.Value && written instanceof DataValue dataValue) {
      rule.check(dataValue);
      value.announce(dataValue);
    } else {
      context.writeAttribute(attributeId, written);
    }
  }
}
