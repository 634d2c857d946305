package org.bactrian.cloud.onboarding;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.EndpointRegistration;

/**
 * Where an endpoint or application is.
 *
 * @param places {@code host:port} at which it was met; addresses where they are known
 * @param names {@code host:port} of all its URLs
 */
record Located(List<String> places, List<String> names) {

  Located {
    places = List.copyOf(places);
    names = List.copyOf(names);
  }

  /** An endpoint of an application, as a discoverer reports both. */
  static Located of(EndpointRegistration endpoint, ApplicationInfo application) {
    List<Place> reachable = reachable(endpoint);
    List<Place> hosts = parsed(stream(application.hostAddresses()));
    // Names say nothing of ranges of addresses, so addresses go before.
    List<Place> places =
        Stream.of(addresses(reachable), addresses(hosts), reachable)
            .filter(some -> !some.isEmpty())
            .findFirst()
            .orElse(hosts);
    return new Located(
        texts(places),
        texts(parsed(Stream.concat(urls(endpoint), stream(application.discoveryUrls())))));
  }

  /** An endpoint alone, as the registry has it. */
  static Located of(EndpointRegistration endpoint) {
    return new Located(texts(reachable(endpoint)), texts(parsed(urls(endpoint))));
  }

  /** An application, as the registry has it. */
  static Located of(ApplicationInfo application) {
    List<Place> hosts = parsed(stream(application.hostAddresses()));
    List<Place> urls = parsed(stream(application.discoveryUrls()));
    return new Located(texts(hosts.isEmpty() ? urls : hosts), texts(urls));
  }

  /** Without the URL that the server gave, which may hold for its own network only. */
  private static List<Place> reachable(EndpointRegistration endpoint) {
    Optional<Place> reported = Place.parse(endpoint.endpointUrl());
    List<Place> all = parsed(urls(endpoint));
    List<Place> reachable = all.stream().filter(one -> !Optional.of(one).equals(reported)).toList();
    return reachable.isEmpty() ? all : reachable;
  }

  private static Stream<String> urls(EndpointRegistration endpoint) {
    return Stream.concat(
        Stream.of(endpoint.endpoint().url(), endpoint.reportedUrl()),
        stream(endpoint.endpoint().alternativeUrls()));
  }

  private static List<String> texts(List<Place> places) {
    return places.stream().map(Place::toString).toList();
  }

  private static List<Place> addresses(List<Place> places) {
    return places.stream().filter(one -> one.address().isPresent()).toList();
  }

  private static Stream<String> stream(List<String> list) {
    return Stream.ofNullable(list).flatMap(List::stream);
  }

  private static List<Place> parsed(Stream<String> texts) {
    return texts
        .filter(Objects::nonNull)
        .flatMap(text -> Place.parse(text).stream())
        .distinct()
        .toList();
  }
}
