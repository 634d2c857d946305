package org.bactrian.simulator.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;

/** Bounds of what the historian keeps, however long it runs and whoever leaves it alone. */
class ArchiveBoundsTest {

  private static final NodeId SESSION = new NodeId(1, "session");

  @Test
  void theOldestValuesMakeRoomForTheLatest() throws UaException {
    ValueArchive archive = new ValueArchive();

    for (int i = 1; i <= ValueArchive.MOST_VALUES + 5; i++) {
      archive.record(value(i));
    }

    List<DataValue> kept = archive.read(all(), false);
    assertThat(kept).hasSize(ValueArchive.MOST_VALUES);
    assertThat(kept.get(0)).isEqualTo(value(6));
  }

  @Test
  void theOldestChangesMakeRoomForTheLatest() throws UaException {
    ValueArchive archive = new ValueArchive();

    for (int i = 0; i < ValueArchive.MOST_CHANGES + 5; i++) {
      archive.update(value(1), "ann");
    }

    assertThat(archive.changes(all())).hasSize(ValueArchive.MOST_CHANGES);
  }

  @Test
  void theOldestEventsMakeRoomForTheLatest() throws UaException {
    EventArchive archive = new EventArchive();

    for (int i = 1; i <= EventArchive.MOST_EVENTS + 5; i++) {
      archive.record(
          new RecordedEvent(ByteString.of(new byte[] {(byte) (i >> 8), (byte) i}), i, Map.of()));
    }

    assertThat(archive.delete(ByteString.of(new byte[] {0, 5})).isBad()).isTrue();
    assertThat(archive.delete(ByteString.of(new byte[] {0, 6}))).isEqualTo(StatusCode.GOOD);
  }

  @Test
  void restsThatNobodyReadsMakeRoomForOthers() {
    HistoryContinuations continuations = new HistoryContinuations();
    ByteString first = continuations.keep(SESSION, List.of(1));
    ByteString second = continuations.keep(SESSION, List.of(2));

    for (int i = 1; i < HistoryContinuations.MOST_RESTS; i++) {
      continuations.keep(SESSION, List.of(i));
    }

    assertThat(continuations.take(SESSION, first)).isEmpty();
    assertThat(continuations.take(new NodeId(1, "another session"), second)).isEmpty();
    assertThat(continuations.take(SESSION, second)).isPresent();
    assertThat(continuations.take(SESSION, second)).isEmpty();
  }

  private static HistoryTimes all() throws UaException {
    return HistoryTimes.of(new DateTime(1L), new DateTime(Long.MAX_VALUE), uint(0));
  }

  private static DataValue value(long time) {
    DateTime at = new DateTime(time);
    return new DataValue(Variant.of(time), StatusCode.GOOD, at, at);
  }
}
