package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageOrderTest {

  private final List<Long> handedOn = new ArrayList<>();
  private final AtomicInteger missed = new AtomicInteger();
  private final MessageOrder order = new MessageOrder(1);

  @BeforeEach
  void recordWhatIsHandedOn() {
    order.handOnTo(
        message -> handedOn.add(message.getSequenceNumber().longValue()), missed::incrementAndGet);
  }

  @Test
  void messagesThatComeOutOfOrderAreHandedOnInOrder() {
    order.received(data(1));
    order.received(data(3));
    order.received(data(4));
    order.received(data(2));
    order.received(data(5));

    assertThat(handedOn).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(order.missing()).isZero();
  }

  @Test
  void aMessageThatComesTwiceIsHandedOnOnce() {
    order.received(data(1));
    order.received(data(1));

    assertThat(handedOn).containsExactly(1L);
  }

  @Test
  void messagesThatWaitAreCountedWithTheirBytesAndEachOnce() {
    order.received(data(3, 100));
    order.received(data(3, 70));
    order.received(data(4, 30));

    assertThat(order.early()).isEqualTo(2);
    assertThat(order.earlyBytes()).isEqualTo(100);

    order.received(data(1));
    order.received(data(2));

    assertThat(handedOn).containsExactly(1L, 2L, 3L, 4L);
    assertThat(order.early()).isZero();
    assertThat(order.earlyBytes()).isZero();
  }

  @Test
  void whatIsMissingIsKnownAndWhatComesAfterWaitsUntilItIsGivenUp() {
    order.received(data(1));
    order.received(data(4));

    assertThat(missed).hasValue(1);
    assertThat(order.missing()).isEqualTo(2);
    assertThat(order.expected()).isEqualTo(2);
    assertThat(handedOn).containsExactly(1L);

    List<Long> lost = new ArrayList<>();
    order.skipMissing(lost::add);

    assertThat(lost).containsExactly(2L);
    assertThat(handedOn).containsExactly(1L, 4L);
    assertThat(order.missing()).isZero();
  }

  @Test
  void oneMessageIsGivenUpAndThoseAfterItAreStillAwaited() {
    order.received(data(1));
    order.received(data(4));

    order.skip(2);

    assertThat(order.expected()).isEqualTo(3);
    assertThat(handedOn).containsExactly(1L);
    order.received(data(3));
    assertThat(handedOn).containsExactly(1L, 3L, 4L);
  }

  @Test
  void aKeepAliveTellsOfMessagesThatNeverCame() {
    order.received(data(1));
    order.received(keepAlive(4));

    assertThat(order.missing()).isEqualTo(2);

    order.skipMissing(lost -> {});
    order.received(data(4));

    assertThat(handedOn).containsExactly(1L, 4L);
  }

  @Test
  void theNoteAboutATransferIsNoLoss() {
    order.received(data(1));
    order.transferred(List.of(uint(2)));
    order.received(data(4));

    List<Long> lost = new ArrayList<>();
    order.skipMissing(lost::add);

    assertThat(lost).containsExactly(1L);
    assertThat(handedOn).containsExactly(1L, 4L);
  }

  @Test
  void aKeepAliveWithNothingMissingIsHandedOnAndUsesUpNoNumber() {
    order.received(data(1));
    order.received(keepAlive(2));
    order.received(data(2));

    assertThat(handedOn).containsExactly(1L, 2L, 2L);
    assertThat(missed).hasValue(0);
  }

  private static NotificationMessage data(long number) {
    return data(number, 1);
  }

  private static NotificationMessage data(long number, int bytes) {
    ExtensionObject body = ExtensionObject.of(ByteString.of(new byte[bytes]), NodeId.NULL_VALUE);
    return new NotificationMessage(uint(number), DateTime.now(), new ExtensionObject[] {body});
  }

  private static NotificationMessage keepAlive(long number) {
    return new NotificationMessage(uint(number), DateTime.now(), null);
  }
}
