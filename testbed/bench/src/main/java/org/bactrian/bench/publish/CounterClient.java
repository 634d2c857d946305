package org.bactrian.bench.publish;

import java.util.List;
import org.bactrian.bench.process.ChildProcess;

/**
 * A program that subscribes and only counts, and says itself what it has counted.
 *
 * @param name in the table
 * @param testbed that its process belongs to
 * @param items that it subscribes to
 * @param program makes its command line
 */
record CounterClient(
    String name, PublishTestbed testbed, SimulatedItems items, CounterProgram program)
    implements MeasuredClient {

  /** Command line of a program that takes {@link SimulatedItems#arguments()} as its last. */
  interface CounterProgram {

    /**
     * Installs the program where it is not yet, and returns its command line.
     *
     * @throws PeerUnavailableException when it cannot be had on this machine
     */
    List<String> command(List<String> arguments) throws Exception;
  }

  @Override
  public RunningClient start() throws Exception {
    List<String> command = program.command(items.arguments());
    ChildProcess process = testbed.processes().start(name, command);
    return new RunningClient(process, process);
  }
}
