package org.bactrian.iothub.link;

import com.microsoft.azure.sdk.iot.device.Message;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Message that hands its body out as it is, and tells when it is first asked for it. The SDK asks
 * for it several times on its way and only reads it; a copy each time was half of all that the
 * publisher allocated. The first to ask is the thread that has just taken the message out of the
 * SDK's queue to send it.
 */
final class UncopiedMessage extends Message {

  private static final byte[] NOTHING = {};

  private final byte[] content;
  private final Runnable begun;
  private final AtomicBoolean isBegun = new AtomicBoolean();

  /**
   * @param content bytes that nobody changes any more
   * @param begun run once, when the SDK begins to send it
   */
  UncopiedMessage(byte[] content, Runnable begun) {
    super(NOTHING);
    this.content = content;
    this.begun = begun;
  }

  @Override
  public byte[] getBytes() {
    if (!isBegun.getAndSet(true)) {
      begun.run();
    }
    return content;
  }
}
