package org.bactrian.launcher.routes;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.ExtendedPropertyConfigurerGetter;
import org.apache.camel.spi.LoadablePropertiesSource;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;

/**
 * Camel context that creates routes without starting them, to find out whether they could start. It
 * sees the beans and properties of the live one, and components of the same names and settings, but
 * touches none of the live components.
 */
final class ScratchContext implements AutoCloseable {

  private final DefaultCamelContext context;

  private ScratchContext(DefaultCamelContext context) {
    this.context = context;
  }

  /** A scratch context beside {@code live}. The caller adds routes, then starts it. */
  static ScratchContext beside(CamelContext live) throws Exception {
    DefaultCamelContext context =
        new DefaultCamelContext(new DefaultRegistry(new BeansOnly(live.getRegistry())));
    context.getCamelContextExtension().setName(live.getName() + "-scratch");
    context.setAutoStartup(false);
    context.setSourceLocationEnabled(true);
    context.disableJMX();
    context.getPropertiesComponent().addPropertiesSource(new LiveProperties(live));
    ClassLoader loader = live.getApplicationContextClassLoader();
    context.setApplicationContextClassLoader(loader);
    context.build();
    for (String name : live.getComponentNames()) {
      Component component = live.hasComponent(name);
      if (component != null && !(component instanceof KameletComponent)) {
        context.addComponent(name, copy(context, component));
      }
    }
    for (String name : live.getRegistry().findByTypeWithName(Component.class).keySet()) {
      if (context.hasComponent(name) == null) {
        Component component = live.getRegistry().lookupByNameAndType(name, Component.class);
        context.addComponent(name, copy(context, component));
      }
    }
    context.addComponent(FaultyLineMask.COMPONENT, new StubComponent());
    context.getCamelContextExtension().registerEndpointCallback(ScratchContext::standIn);
    return new ScratchContext(context);
  }

  DefaultCamelContext context() {
    return context;
  }

  void load(RouteFile file) throws Exception {
    PluginHelper.getRoutesLoader(context).loadRoutes(file.resource());
  }

  @Override
  public void close() {
    context.stop();
  }

  /**
   * Replaces one of our own endpoints that could be created: producers start with their route, also
   * one that never runs, and would connect a second time as an identity that has one connection
   * only.
   */
  private static Endpoint standIn(String uri, Endpoint endpoint) {
    boolean ours = endpoint.getClass().getName().startsWith("org.bactrian.");
    return ours ? new StubEndpoint(uri, endpoint.getComponent()) : endpoint;
  }

  private static Component copy(CamelContext context, Component live) throws Exception {
    Component copy;
    try {
      copy = live.getClass().getDeclaredConstructor().newInstance();
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return new StubComponent();
    }
    copy.setCamelContext(context);
    PropertyConfigurer configurer = live.getComponentPropertyConfigurer();
    if (configurer instanceof PropertyConfigurerGetter getter) {
      for (String option : options(live, getter)) {
        Object value = getter.getOptionValue(live, option, true);
        if (value != null) {
          configurer.configure(context, copy, option, value, true);
        }
      }
    }
    return copy;
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

  /** The beans of the live context, without its components, which belong to it alone. */
  private record BeansOnly(BeanRepository live) implements BeanRepository {

    @Override
    public Object lookupByName(String name) {
      Object bean = live.lookupByName(name);
      return bean instanceof Component ? null : bean;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
      T bean = live.lookupByNameAndType(name, type);
      return bean instanceof Component ? null : bean;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
      return live.findByTypeWithName(type).entrySet().stream()
          .filter(entry -> !(entry.getValue() instanceof Component))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
      return live.findByType(type).stream()
          .filter(bean -> !(bean instanceof Component))
          .collect(Collectors.toSet());
    }
  }

  /** The properties of the live context. */
  private record LiveProperties(CamelContext live) implements LoadablePropertiesSource {

    @Override
    public String getName() {
      return "live";
    }

    @Override
    public String getProperty(String name) {
      return live.getPropertiesComponent().resolveProperty(name).orElse(null);
    }

    @Override
    public Properties loadProperties() {
      return live.getPropertiesComponent().loadProperties();
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
      return live.getPropertiesComponent().loadProperties(filter);
    }

    @Override
    public void reloadProperties(String location) {
      // The live context reloads its own.
    }
  }
}
