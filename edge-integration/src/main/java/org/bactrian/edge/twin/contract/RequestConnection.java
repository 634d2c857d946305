package org.bactrian.edge.twin.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Server and user of a connection.
 *
 * @param endpoint where and how
 * @param user for whom; null for nobody in particular
 * @param diagnostics what is told of failures
 * @param group name that keeps connections for different purposes apart
 * @param locales languages that texts are wanted in, the best first
 * @param options names of options, joined by a comma and a space
 */
@RecordBuilder
public record RequestConnection(
    ServerEndpoint endpoint,
    @Nullable Credential user,
    @Nullable Diagnostics diagnostics,
    @Nullable String group,
    @Nullable List<String> locales,
    @Nullable String options)
    implements RequestConnectionBuilder.With {

  public RequestConnection {
    locales = locales == null ? null : List.copyOf(locales);
  }
}
