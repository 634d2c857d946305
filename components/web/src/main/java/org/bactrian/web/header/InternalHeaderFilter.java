package org.bactrian.web.header;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * A filter of a transport's headers that takes no {@linkplain InternalHeaders internal header} from
 * outside, in whatever form it comes: as header, query parameter, form field or property of a
 * message. The transport's own filter decides about the rest. Safe for use by several threads.
 */
public final class InternalHeaderFilter implements HeaderFilterStrategy {

  private static final String OPTION = "headerFilterStrategy";

  private final HeaderFilterStrategy transport;
  private final boolean outwards;

  private InternalHeaderFilter(HeaderFilterStrategy transport, boolean outwards) {
    this.transport = transport;
    this.outwards = outwards;
  }

  /** A filter of what comes in, before that of a transport. */
  public static InternalHeaderFilter inwards(HeaderFilterStrategy transport) {
    return new InternalHeaderFilter(transport, false);
  }

  /** A filter of what comes in and what goes out, before that of a transport. */
  public static InternalHeaderFilter bothWays(HeaderFilterStrategy transport) {
    return new InternalHeaderFilter(transport, true);
  }

  /**
   * Puts the filter before that of every endpoint that the context makes from now on and that has
   * one, of whatever component.
   */
  public static void installIn(CamelContext context) {
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onEndpointAdd(Endpoint endpoint) {
            protect(endpoint);
          }
        });
  }

  private static void protect(Endpoint endpoint) {
    Component component = endpoint.getComponent();
    PropertyConfigurer options =
        component == null ? null : component.getEndpointPropertyConfigurer();
    if (options instanceof PropertyConfigurerGetter getter
        && getter.getOptionType(OPTION, true) == HeaderFilterStrategy.class) {
      Object before = getter.getOptionValue(endpoint, OPTION, true);
      if (!(before instanceof InternalHeaderFilter)) {
        HeaderFilterStrategy transport =
            before instanceof HeaderFilterStrategy strategy
                ? strategy
                : new DefaultHeaderFilterStrategy();
        options.configure(endpoint.getCamelContext(), endpoint, OPTION, inwards(transport), true);
      }
    }
  }

  @Override
  public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
    return InternalHeaders.isInternal(name)
        || transport.applyFilterToExternalHeaders(name, value, exchange);
  }

  @Override
  public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
    return (outwards && InternalHeaders.isOwn(name))
        || transport.applyFilterToCamelHeaders(name, value, exchange);
  }
}
