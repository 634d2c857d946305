package org.bactrian.localazure.eventhub;

import java.util.OptionalLong;

/** Receiver of the events of a partition. Belongs to the event loop. */
public interface PartitionReader {

  /** Largest number of readers without a level that a group may have on a partition. */
  int MAX_READERS = 5;

  /** Consumer group that it reads for. */
  String group();

  /** Owner level: a reader that has one is the only one of its group, the newest of the highest. */
  OptionalLong ownerLevel();

  /** Events were appended. */
  void appended();

  /** Another reader has the partition now; this one has ended. */
  void displaced();
}
