package org.bactrian.web.stream;

import java.util.Optional;
import org.bactrian.web.problem.Problem;

/** Answer of an operation whose caller gets a stream. */
public interface StreamOpening {

  /**
   * Takes the connection of a request over. To be called on its event loop.
   *
   * @return the problem that answers the request in its place; empty when it is taken over
   */
  Optional<Problem> accept(StreamRequest request);
}
