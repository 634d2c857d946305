package org.bactrian.localazure.servicebus.amqp;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.qpid.proton.message.Message;

/** Node that answers requests. Belongs to the event loop. */
interface RequestNode {

  /**
   * An answer.
   *
   * @param properties say how it went
   * @param body what was asked for
   */
  record Answer(Map<String, Object> properties, Map<String, Object> body) {}

  /** Does what is asked, and answers once. */
  void answer(Message request, Consumer<Answer> answer);
}
