package org.bactrian.simulator.certificate;

/** Change of the server's certificate or of a trust list that waits to be applied. */
interface ConfigurationChange {

  /** Makes the change. */
  void apply() throws Exception;

  /** Restores what was there before {@link #apply}. */
  void undo() throws Exception;

  /** Returns whether clients must connect anew once it is applied. */
  boolean endsConnections();
}
