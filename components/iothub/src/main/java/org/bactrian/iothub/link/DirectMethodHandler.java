package org.bactrian.iothub.link;

import java.util.function.Consumer;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;

/** Carries out direct methods. Called on a pool of threads, several calls at a time. */
public interface DirectMethodHandler {

  /**
   * Carries out a call and answers exactly once, now or later, on any thread.
   *
   * @param call what was asked
   * @param reply where to answer
   */
  void invoke(MethodRequest call, Consumer<MethodResult> reply);
}
