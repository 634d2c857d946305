package org.bactrian.simulator.space;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Body of a method. */
@FunctionalInterface
public interface MethodBody {

  /**
   * Carries out one call.
   *
   * @param inputs values that fit the method's input arguments in number and type; none is null
   * @return values for the output arguments
   * @throws UaException when the call is refused
   */
  List<Object> call(List<Object> inputs) throws UaException;
}
