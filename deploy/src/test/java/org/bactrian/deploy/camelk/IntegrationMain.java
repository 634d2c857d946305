package org.bactrian.deploy.camelk;

import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Process that runs the routes of a file with Camel alone, as what Camel K builds does. It prints
 * how each exchange has ended.
 */
public final class IntegrationMain {

  private IntegrationMain() {}

  /**
   * Runs until it is killed.
   *
   * @param arguments file with the properties, which name the routes
   */
  public static void main(String[] arguments) throws Exception {
    Main main = new Main();
    main.setPropertyPlaceholderLocations("file:" + arguments[0]);
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeConfigure(BaseMainSupport support) {
            CamelContext camel = support.getCamelContext();
            camel.getManagementStrategy().addEventNotifier(new ExchangeEndPrinter());
          }
        });
    main.run();
  }

  /** Printer of the ends of exchanges. */
  private static final class ExchangeEndPrinter extends EventNotifierSupport {

    @Override
    public void notify(CamelEvent event) {
      if (event instanceof CamelEvent.ExchangeCompletedEvent completed) {
        System.out.println("completed: " + completed.getExchange().getFromRouteId());
      } else if (event instanceof CamelEvent.ExchangeFailedEvent failed) {
        System.out.println(
            "failed: "
                + failed.getExchange().getFromRouteId()
                + ", "
                + failed.getExchange().getException());
      }
    }
  }
}
