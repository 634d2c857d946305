package org.bactrian.cloud.history;

import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;

/** Binds the beans of the history service: {@code historyRequests} and {@code historyAnswers}. */
public final class HistoryBeans implements CamelConfiguration {

  @Override
  public void configure(CamelContext context) {
    context.getRegistry().bind("historyRequests", new HistoryRequestMapper());
    context.getRegistry().bind("historyAnswers", new HistoryAnswerMapper());
  }
}
