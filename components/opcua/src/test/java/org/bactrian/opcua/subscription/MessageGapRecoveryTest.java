package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.bactrian.opcua.testkit.TestPlant;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageGapRecoveryTest {

  @Test
  void aMessageThatTheServerStillHasIsTakenByItsNumber() throws Exception {
    NotificationMessage third = message(3, 1, Variant.ofInt32(1));

    assertThat(MessageGapRecovery.askAgain(number -> third, 3)).contains(third);
    assertThat(MessageGapRecovery.askAgain(number -> third, 4)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        StatusCodes.Bad_MessageNotAvailable,
        StatusCodes.Bad_SubscriptionIdInvalid,
        StatusCodes.Bad_ServiceUnsupported,
        StatusCodes.Bad_NotImplemented,
        StatusCodes.Bad_ResponseTooLarge,
        StatusCodes.Bad_EncodingLimitsExceeded,
        StatusCodes.Bad_DecodingError,
        StatusCodes.Bad_InternalError
      })
  void aMessageThatTheServerWillNeverSendAgainIsLostSoThatLaterOnesGoOn(long code)
      throws Exception {
    assertThat(MessageGapRecovery.askAgain(failing(code), 3)).isEmpty();
  }

  @Test
  void anAnswerWithoutAMessageIsALoss() throws Exception {
    NotificationMessage keepAlive = new NotificationMessage(uint(3), null, null);

    assertThat(MessageGapRecovery.askAgain(number -> keepAlive, 3)).isEmpty();
    assertThat(MessageGapRecovery.askAgain(number -> null, 3)).isEmpty();
  }

  @Test
  void aMessageIsAskedForOnceMoreWhenTheRequestDidNotGoOut() {
    assertThatThrownBy(
            () ->
                MessageGapRecovery.askAgain(
                    number -> {
                      throw new UaException(new ClosedChannelException());
                    },
                    3))
        .isInstanceOf(UaException.class);
  }

  static List<Arguments> backlogs() {
    return List.of(
        Arguments.argumentSet("many messages", 1_098, Variant.ofInt32(1)),
        Arguments.argumentSet(
            "large messages", 70, Variant.ofByteString(ByteString.of(new byte[1 << 20]))));
  }

  @ParameterizedTest
  @MethodSource("backlogs")
  void whereTooMuchWaitsForAMessageItIsGivenUpAndAGapIsToldBeforeTheLaterOnes(
      int early, Variant value) {
    ServerSubscription part =
        new ServerSubscription(
            new CreateSubscriptionResponse(null, uint(7), 100.0, uint(300), uint(100)),
            "start",
            5_000,
            true);
    List<Object> received = new ArrayList<>();
    NotificationDelivery delivery =
        new NotificationDelivery(
            "plant",
            new SubscriptionListener() {
              @Override
              public void onDataChanges(
                  NotificationHeader header, List<MonitoredItem> items, List<DataValue> values) {
                received.add(header.sequenceNumber());
              }

              @Override
              public void onGap(NotificationGap gap) {
                received.add(gap.detail());
              }
            },
            Runnable::run,
            5_000,
            () -> {},
            item -> {},
            new SubscriptionCounters());
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    // A session that hangs: its serial executor runs nothing.
    SubscriptionEngine engine =
        new SubscriptionEngine(
            "plant",
            SubscriptionLimits.DEFAULT,
            task -> {},
            Runnable::run,
            timer,
            SubscriptionOverflow.NONE,
            null);
    part.messages()
        .handOnTo(
            message -> delivery.message(part, message, () -> DefaultEncodingContext.INSTANCE),
            new MessageGapRecovery(engine, delivery, part)::schedule);
    int handle = part.add(new PlacedItem(TestPlant.counter(1), null));

    for (int number = 3; number < 3 + early; number++) {
      part.received(message(number, handle, value));
    }
    timer.shutdownNow();

    assertThat(received).hasSize(1 + early);
    assertThat(received.get(0).toString()).startsWith("2 messages were lost on the way: too many");
    assertThat(received.subList(1, 3)).containsExactly(3L, 4L);
    assertThat(part.messages().early()).isZero();
    assertThat(part.messages().earlyBytes()).isZero();
  }

  private static NotificationMessage message(int number, int handle, Variant value) {
    return new NotificationMessage(
        uint(number),
        DateTime.now(),
        new ExtensionObject[] {
          ExtensionObject.encode(
              DefaultEncodingContext.INSTANCE,
              new DataChangeNotification(
                  new MonitoredItemNotification[] {
                    new MonitoredItemNotification(uint(handle), new DataValue(value))
                  },
                  null))
        });
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        StatusCodes.Bad_ConnectionClosed,
        StatusCodes.Bad_Timeout,
        StatusCodes.Bad_TcpServerTooBusy
      })
  void aMessageIsAskedForOnceMoreWhenTheAnswerDidNotCome(long code) {
    assertThatThrownBy(() -> MessageGapRecovery.askAgain(failing(code), 3))
        .isInstanceOf(UaException.class);
  }

  private static MessageGapRecovery.Republishing failing(long code) {
    return number -> {
      throw new UaException(code);
    };
  }
}
