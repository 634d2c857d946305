package org.bactrian.bench.publish;

/** Client of the simulator that is measured. */
interface MeasuredClient {

  /** Name in the table. */
  String name();

  /** Items that it subscribes to. */
  SimulatedItems items();

  /**
   * Starts a new process of the client, with nothing left of an earlier one.
   *
   * @throws PeerUnavailableException when it cannot be had on this machine
   * @throws Exception when it does not start
   */
  RunningClient start() throws Exception;
}
