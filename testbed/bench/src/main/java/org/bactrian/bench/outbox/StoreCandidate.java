package org.bactrian.bench.outbox;

import java.util.List;

/**
 * Store that is compared.
 *
 * @param name name in the table
 * @param type name of the {@link MeasuredStore}
 * @param libraries beginnings of the names of the jars that it needs; none when it is part of the
 *     edge
 */
public record StoreCandidate(String name, String type, List<String> libraries) {

  /** Stores of others, which {@link StoreLibraries} downloads. */
  static final List<StoreCandidate> OTHERS =
      List.of(
          new StoreCandidate(
              "artemis-journal (NIO)",
              ArtemisJournalStore.class.getName(),
              List.of("artemis-", "activemq-artemis-native", "jctools-", "netty-", "commons-")),
          new StoreCandidate("H2 MVStore", MvMapStore.class.getName(), List.of("h2-mvstore")),
          new StoreCandidate("RocksDB", RocksDbStore.class.getName(), List.of("rocksdbjni")));

  /** Returns whether it needs a jar. */
  boolean needs(String jar) {
    return libraries.stream().anyMatch(jar::startsWith);
  }
}
