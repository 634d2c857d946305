package org.bactrian.edge.http;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import org.apache.camel.CamelContext;
import org.bactrian.edge.module.TwinPart;
import org.bactrian.edge.options.HttpOptions;
import org.bactrian.model.method.ByteBudget;

/** The edge's HTTP API, enabled or disabled; either state is reported in the module's twin. */
public sealed interface HttpApi extends TwinPart permits HttpApiServer, DisabledHttpApi {

  /** Folder of the edge's contract on the class path. */
  String CONTRACTS = "openapi/edge";

  /** Registry name of this bean. */
  String BEAN = "httpApi";

  /** Registry name of the {@link HttpOperations}. */
  String OPERATIONS = "httpOperations";

  /**
   * Creates the API as the options say, without starting it. A missing API key or certificate is
   * created.
   *
   * @param data data folder of the edge
   * @param names other names of the host, such as that of the module in its network
   * @param budget memory that requests may take together
   * @throws java.io.UncheckedIOException when the data folder cannot be used
   */
  static HttpApi of(
      HttpOptions options, Path data, List<String> names, InstantSource clock, ByteBudget budget) {
    return options.enabled()
        ? HttpApiServer.of(options, data, names, clock, budget)
        : new DisabledHttpApi();
  }

  /**
   * Starts the server for the routes of a context, until that context has stopped.
   *
   * @throws IllegalStateException when the server cannot be started
   */
  void open(CamelContext context);

  /** Returns the port with TLS; empty when there is none. */
  OptionalInt port();

  /** Returns the port without TLS; empty when there is none. */
  OptionalInt plainPort();

  /** Returns how many certificates were made for it since the start. */
  long certificatesMade();
}
