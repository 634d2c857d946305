package org.bactrian.launcher.routes;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** Component that accepts every address, in place of one that cannot be created a second time. */
public final class StubComponent extends DefaultComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    parameters.clear();
    return new StubEndpoint(uri, this);
  }
}
