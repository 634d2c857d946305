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
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.SubscriptionAcknowledgement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageOrderTest {

  private final List<Long> handedOn = new ArrayList<>();
  private final AtomicInteger missed = new AtomicInteger();
  private final ServerSubscription part =
      new ServerSubscription(
          new CreateSubscriptionResponse(null, uint(7), 100.0, uint(300), uint(100)),
          "start",
          5_000,
          true);

  @BeforeEach
  void recordWhatIsHandedOn() {
    part.handOnTo(
        message -> handedOn.add(message.getSequenceNumber().longValue()), missed::incrementAndGet);
  }

  @Test
  void messagesThatComeOutOfOrderAreHandedOnInOrder() {
    part.received(data(1));
    part.received(data(3));
    part.received(data(4));
    part.received(data(2));
    part.received(data(5));

    assertThat(handedOn).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(part.missing()).isZero();
  }

  @Test
  void aMessageThatComesTwiceIsHandedOnOnceAndAcknowledgedByWhoeverHasIt() {
    part.received(data(1));
    part.received(data(1));

    assertThat(handedOn).containsExactly(1L);
    List<SubscriptionAcknowledgement> acknowledgements = new ArrayList<>();
    part.drainAcknowledgements(acknowledgements);
    assertThat(acknowledgements).isEmpty();
  }

  @Test
  void whatIsMissingIsKnownAndWhatComesAfterWaitsUntilItIsGivenUp() {
    part.received(data(1));
    part.received(data(4));

    assertThat(missed).hasValue(1);
    assertThat(part.missing()).isEqualTo(2);
    assertThat(part.expected()).isEqualTo(2);
    assertThat(handedOn).containsExactly(1L);

    List<Long> lost = new ArrayList<>();
    part.skipMissing(lost::add);

    assertThat(lost).containsExactly(2L);
    assertThat(handedOn).containsExactly(1L, 4L);
    assertThat(part.missing()).isZero();
  }

  @Test
  void oneMessageIsGivenUpAndThoseAfterItAreStillAwaited() {
    part.received(data(1));
    part.received(data(4));

    part.skip(2);

    assertThat(part.expected()).isEqualTo(3);
    assertThat(handedOn).containsExactly(1L);
    part.received(data(3));
    assertThat(handedOn).containsExactly(1L, 3L, 4L);
  }

  @Test
  void aKeepAliveTellsOfMessagesThatNeverCame() {
    part.received(data(1));
    part.received(keepAlive(4));

    assertThat(part.missing()).isEqualTo(2);

    part.skipMissing(lost -> {});
    part.received(data(4));

    assertThat(handedOn).containsExactly(1L, 4L);
  }

  @Test
  void theNoteAboutATransferIsNoLoss() {
    part.received(data(1));
    part.transferred(List.of(uint(2)));
    part.received(data(4));

    List<Long> lost = new ArrayList<>();
    part.skipMissing(lost::add);

    assertThat(lost).containsExactly(1L);
    assertThat(handedOn).containsExactly(1L, 4L);
  }

  @Test
  void aKeepAliveWithNothingMissingIsHandedOnAndUsesUpNoNumber() {
    part.received(data(1));
    part.received(keepAlive(2));
    part.received(data(2));

    assertThat(handedOn).containsExactly(1L, 2L, 2L);
    assertThat(missed).hasValue(0);
  }

  private static NotificationMessage data(long number) {
    return new NotificationMessage(
        uint(number),
        DateTime.now(),
        new ExtensionObject[] {ExtensionObject.of(ByteString.NULL_VALUE, NodeId.NULL_VALUE)});
  }

  private static NotificationMessage keepAlive(long number) {
    return new NotificationMessage(uint(number), DateTime.now(), null);
  }
}
