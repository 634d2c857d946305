package org.bactrian.launcher.routes;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.spi.ExtendedPropertyConfigurerGetter;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;

/**
 * Camel context that creates routes and never starts anything, to find out whether they could run.
 */
final class ScratchContext extends DefaultCamelContext {

  /** Placeholders of secrets, as in {@code {{azure:NAME}}}. */
  private static final String SECRETS = "azure";

  private ScratchContext(DefaultRegistry registry, Properties properties) {
    super(registry);
    setSourceLocationEnabled(true);
    disableJMX();
    getPropertiesComponent().setInitialProperties(properties);
    getCamelContextExtension().registerEndpointCallback(ScratchContext::standIn);
    build();
  }

  /** A context that has nothing yet. The caller adds beans and components, then initializes it. */
  static ScratchContext of(Properties properties) {
    ScratchContext context = new ScratchContext(new DefaultRegistry(), properties);
    context.getPropertiesComponent().addPropertiesFunction(new SecretNames());
    return context;
  }

  /** Secrets of a check that reaches no Key Vault: their names. */
  private static final class SecretNames implements PropertiesFunction {

    @Override
    public String getName() {
      return SECRETS;
    }

    @Override
    public String apply(String remainder) {
      return remainder.replaceFirst("[#:@].*", "");
    }
  }

  /**
   * A context that sees the beans and properties of the live one, and components of the same names
   * and settings, but touches none of the live components.
   */
  static ScratchContext beside(CamelContext live) {
    ScratchContext context =
        new ScratchContext(
            new DefaultRegistry(live.getRegistry()),
            live.getPropertiesComponent().loadProperties());
    context.setApplicationContextClassLoader(live.getApplicationContextClassLoader());
    PropertiesComponent properties = live.getPropertiesComponent();
    if (properties.hasPropertiesFunction(SECRETS)) {
      context
          .getPropertiesComponent()
          .addPropertiesFunction(properties.getPropertiesFunction(SECRETS));
    }
    live.getRegistry()
        .findByTypeWithName(Component.class)
        .forEach((name, component) -> context.addComponent(name, context.copy(component)));
    for (String name : live.getComponentNames()) {
      Component component = live.hasComponent(name);
      if (component != null && !(component instanceof KameletComponent)) {
        context.addComponent(name, context.copy(component));
      }
    }
    context.init();
    return context;
  }

  /** Kamelets are created with the route that uses them only if their component is there before. */
  @Override
  public void init() {
    getComponent("kamelet");
    super.init();
  }

  /** Initializes a route, which shows faults of its steps, and does not start it. */
  @Override
  public void startRouteService(RouteService route, boolean addingRoutes) throws Exception {
    super.startRouteService(route, addingRoutes);
    route.setUp();
  }

  @Override
  public void close() {
    stop();
  }

  /** Our own components may be stubs, or lack what their consumers need. */
  private static Endpoint standIn(String uri, Endpoint endpoint) {
    boolean ours = endpoint.getClass().getName().startsWith("org.bactrian.");
    return ours ? new StubEndpoint(uri, endpoint.getComponent()) : endpoint;
  }

  private Component copy(Component live) {
    try {
      Component copy = live.getClass().getDeclaredConstructor().newInstance();
      copy.setCamelContext(this);
      PropertyConfigurer configurer = live.getComponentPropertyConfigurer();
      if (configurer instanceof PropertyConfigurerGetter getter) {
        for (String option : options(live, getter)) {
          Object value = getter.getOptionValue(live, option, true);
          if (value != null) {
            configurer.configure(this, copy, option, value, true);
          }
        }
      }
      return copy;
    } catch (ReflectiveOperationException e) {
      return new StubComponent();
    }
  }

  /** Not every configurer of Camel can list its options; then they are among the properties. */
  private static Set<String> options(Component live, PropertyConfigurerGetter getter) {
    if (getter instanceof ExtendedPropertyConfigurerGetter extended) {
      return extended.getAllOptions(live).keySet();
    }
    Map<String, Object> properties = new HashMap<>();
    PluginHelper.getBeanIntrospection(live.getCamelContext()).getProperties(live, properties, null);
    return properties.keySet();
  }
}
