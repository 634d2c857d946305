package org.bactrian.cloud.onboarding;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.EndpointRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of an endpoint or application.
 *
 * @param places {@code host:port} at which it was met; addresses where they are known
 * @param names {@code host:port} of all its URLs
 */
record EndpointAddresses(List<String> places, List<String> names) {

  EndpointAddresses {
    places = List.copyOf(places);
    names = List.copyOf(names);
  }

  /** An endpoint of an application, as a discoverer reports both. */
  static EndpointAddresses of(EndpointRegistration endpoint, ApplicationInfo application) {
    List<HostPort> reachable = reachable(endpoint);
    List<HostPort> hosts = parsed(stream(application.hostAddresses()));
    // Names say nothing of ranges of addresses, so addresses go before.
    List<HostPort> places =
        Stream.of(addresses(reachable), addresses(hosts), reachable)
            .filter(some -> !some.isEmpty())
            .findFirst()
            .orElse(hosts);
    return new EndpointAddresses(
        texts(places),
        texts(parsed(Stream.concat(urls(endpoint), stream(application.discoveryUrls())))));
  }

  /** An endpoint alone, as the registry has it. */
  static EndpointAddresses of(EndpointRegistration endpoint) {
    return new EndpointAddresses(texts(reachable(endpoint)), texts(parsed(urls(endpoint))));
  }

  /** An application, as the registry has it. */
  static EndpointAddresses of(ApplicationInfo application) {
    List<HostPort> hosts = parsed(stream(application.hostAddresses()));
    List<HostPort> urls = parsed(stream(application.discoveryUrls()));
    return new EndpointAddresses(texts(hosts.isEmpty() ? urls : hosts), texts(urls));
  }

  /** Without the URL that the server gave, which may hold for its own network only. */
  private static List<HostPort> reachable(EndpointRegistration endpoint) {
    Optional<HostPort> reported = HostPort.parse(endpoint.endpointUrl());
    List<HostPort> all = parsed(urls(endpoint));
    List<HostPort> reachable =
        all.stream().filter(one -> !Optional.of(one).equals(reported)).toList();
    return reachable.isEmpty() ? all : reachable;
  }

  private static Stream<String> urls(EndpointRegistration endpoint) {
    return Stream.concat(
        Stream.of(endpoint.endpoint().url(), endpoint.reportedUrl()),
        stream(endpoint.endpoint().alternativeUrls()));
  }

  private static List<String> texts(List<HostPort> places) {
    return places.stream().map(HostPort::toString).toList();
  }

  private static List<HostPort> addresses(List<HostPort> places) {
    return places.stream().filter(one -> one.address().isPresent()).toList();
  }

  private static Stream<String> stream(@Nullable List<String> list) {
    return Stream.ofNullable(list).flatMap(List::stream);
  }

  private static List<HostPort> parsed(Stream<String> texts) {
    return texts
        .filter(Objects::nonNull)
        .flatMap(text -> HostPort.parse(text).stream())
        .distinct()
        .toList();
  }
}
