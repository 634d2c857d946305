package org.bactrian.simulator.type;

import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;

/**
 * Job of a machine; on the wire the structure Job.
 *
 * @param orderId the customer's order
 * @param number counts the jobs of a machine, from 1
 * @param quantity pieces to make
 * @param done pieces made so far
 * @param started when the job began
 * @param state what the machine was doing when this was written
 */
public record Job(
    String orderId, long number, long quantity, long done, DateTime started, MachineState state) {

  /** Returns the job some pieces later. */
  public Job progressed(long pieces, MachineState newState) {
    return new Job(orderId, number, quantity, pieces, started, newState);
  }
}
