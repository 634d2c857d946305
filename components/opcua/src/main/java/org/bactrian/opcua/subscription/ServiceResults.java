package org.bactrian.opcua.subscription;

import java.util.Arrays;
import java.util.Objects;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Check of the results that a service gives one each for what it was asked (Part 4, 5.3). */
final class ServiceResults {

  private ServiceResults() {}

  /**
   * The results of a service when they are as many as it was asked for.
   *
   * @param service name of the service, for the message
   * @param results what the server answered; null where it left the array out
   * @param asked number of operations in the request
   * @throws UaException {@code Bad_UnexpectedError} when there are more or fewer, or one is missing
   */
  static <R> R[] complete(String service, R[] results, int asked) throws UaException {
    int given = results == null ? 0 : (int) Arrays.stream(results).filter(Objects::nonNull).count();
    if (results == null || results.length != asked || given != asked) {
      throw new UaException(
          StatusCodes.Bad_UnexpectedError,
          "the server answered " + service + " of " + asked + " with " + given + " results");
    }
    return results;
  }
}
