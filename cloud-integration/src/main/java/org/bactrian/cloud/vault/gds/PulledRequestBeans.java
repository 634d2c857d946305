package org.bactrian.cloud.vault.gds;

import java.time.InstantSource;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.bactrian.cloud.storage.Database;

/**
 * Binds the bean {@code pulledRequests} of the routes between Global Discovery Servers and vault.
 *
 * @param database database that replicas share
 * @param clock clock of claims
 */
public record PulledRequestBeans(Database database, InstantSource clock)
    implements CamelConfiguration {

  @Override
  public void configure(CamelContext context) {
    context
        .getRegistry()
        .bind("pulledRequests", new PulledRequests(new PulledRequestStore(database, clock)));
  }
}
