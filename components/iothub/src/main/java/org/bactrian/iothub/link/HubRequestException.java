package org.bactrian.iothub.link;

/** Exception for a request of the device that IoT Hub refused or did not answer in time. */
public class HubRequestException extends Exception {

  private final int status;

  /**
   * @param status the status that IoT Hub answered with, or 408 where it did not answer in time
   */
  public HubRequestException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** Returns the status that IoT Hub answered with, or 408 where it did not answer in time. */
  public int status() {
    return status;
  }
}
