package org.bactrian.edge.http;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import org.apache.camel.CamelContext;
import org.bactrian.edge.module.TwinPart;
import org.bactrian.edge.options.HttpOptions;
import org.bactrian.model.method.ByteBudget;

/** The edge's HTTP API, or that there is none; either is reported in the module's twin. */
public sealed interface HttpApi extends TwinPart permits HttpDoor, NoHttpDoor {

  /** Name of the bean that this is. */
  String BEAN = "httpApi";

  /** Name of the bean with the {@link HttpOperations}. */
  String OPERATIONS = "httpOperations";

  /**
   * The API that the user wants, still closed. Its key and certificate are made where there are
   * none.
   *
   * @param data data folder of the edge
   * @param names other names of the host, such as that of the module in its network
   * @param budget memory that requests may take together
   * @throws java.io.UncheckedIOException when the data folder cannot be used
   */
  static HttpApi of(
      HttpOptions options, Path data, List<String> names, InstantSource clock, ByteBudget budget) {
    return options.enabled() ? HttpDoor.of(options, data, names, clock, budget) : new NoHttpDoor();
  }

  /**
   * Opens it for the routes of a context, until that has stopped.
   *
   * @throws IllegalStateException when it cannot be opened
   */
  void open(CamelContext context);

  /** The port with TLS; empty when there is none. */
  OptionalInt port();

  /** The port without TLS; empty when there is none. */
  OptionalInt plainPort();
}
