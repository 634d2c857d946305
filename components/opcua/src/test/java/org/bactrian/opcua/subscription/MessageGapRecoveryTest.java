package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageGapRecoveryTest {

  @Test
  void aMessageThatTheServerStillHasIsTakenByItsNumber() throws Exception {
    NotificationMessage third = new NotificationMessage(uint(3), null, null);

    assertThat(MessageGapRecovery.askAgain(number -> third, 3)).contains(third);
    assertThat(MessageGapRecovery.askAgain(number -> third, 4)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        StatusCodes.Bad_MessageNotAvailable,
        StatusCodes.Bad_SubscriptionIdInvalid,
        StatusCodes.Bad_ServiceUnsupported,
        StatusCodes.Bad_NotImplemented
      })
  void aMessageThatTheServerWillNeverSendAgainIsLostSoThatLaterOnesGoOn(long code)
      throws Exception {
    assertThat(MessageGapRecovery.askAgain(failing(code), 3)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {StatusCodes.Bad_ConnectionClosed, StatusCodes.Bad_Timeout})
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
