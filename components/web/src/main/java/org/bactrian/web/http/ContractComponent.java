package org.bactrian.web.http;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.operation.OperationBeans;

/**
 * Component {@code rest-openapi} that {@code rest: openApi:} of a route file starts from: serves
 * the operations of a contract that comes with the role. Unlike Camel's it keeps no thread until an
 * operation has been carried out, and does not parse the document again.
 */
public final class ContractComponent extends DefaultComponent {

  /** Scheme of the component. */
  public static final String NAME = "rest-openapi";

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    // Camel's Rest DSL passes options on that a contract answers.
    parameters.clear();
    return new ContractEndpoint(uri, this, contract(remaining));
  }

  private Contract contract(String specification) {
    String file = specification.substring(specification.lastIndexOf('/') + 1);
    return getCamelContext().getRegistry().findByType(OperationBeans.class).stream()
        .flatMap(operations -> operations.contracts().all().stream())
        .filter(contract -> file.equals(contract.service() + ".yaml"))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no contract " + specification + " on the class path"));
  }
}
