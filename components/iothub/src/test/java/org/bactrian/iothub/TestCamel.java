package org.bactrian.iothub;

import org.apache.camel.CamelContext;
import org.apache.camel.FluentProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.iothub.module.IotHubModuleComponent;
import org.bactrian.iothub.service.IotHubComponent;

/** A Camel context whose components speak with a {@link TestHub}. */
public final class TestCamel implements AutoCloseable {

  private final DefaultCamelContext context = new DefaultCamelContext();

  private TestCamel() {}

  /** A context for a device or module. */
  public static TestCamel of(TestHub hub, String connectionString) {
    TestCamel camel = new TestCamel();
    IotHubModuleComponent module =
        camel.context.getComponent("iothub-module", IotHubModuleComponent.class);
    module.getConfiguration().setConnectionString(connectionString);
    module.getConfiguration().setCaFile(hub.caFile());
    module.getConfiguration().setMaxReconnectDelay(1_000);
    IotHubComponent service = camel.context.getComponent("iothub", IotHubComponent.class);
    service.getConfiguration().setConnectionString(hub.service());
    service.getConfiguration().setEndpoint(hub.endpoint());
    service.getConfiguration().setCaFile(hub.caFile());
    return camel;
  }

  /** A context without a device. */
  public static TestCamel of(TestHub hub) {
    return of(hub, "");
  }

  public TestCamel with(RoutesBuilder routes) throws Exception {
    context.addRoutes(routes);
    return this;
  }

  public TestCamel start() {
    context.start();
    return this;
  }

  public CamelContext context() {
    return context;
  }

  public IotHubModuleComponent module() {
    return context.getComponent("iothub-module", IotHubModuleComponent.class);
  }

  public FluentProducerTemplate to(String uri) {
    return context.createFluentProducerTemplate().to(uri);
  }

  @Override
  public void close() {
    context.getShutdownStrategy().setTimeout(2);
    context.stop();
  }
}
