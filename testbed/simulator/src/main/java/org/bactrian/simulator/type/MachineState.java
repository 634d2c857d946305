package org.bactrian.simulator.type;

/** Activity of a machine; on the wire the ordinal, of the enumeration MachineState. */
public enum MachineState {
  /** Stands still until it is started. */
  STOPPED("Stopped"),

  /** Makes pieces. */
  RUNNING("Running"),

  /** Makes pieces and is hotter than its limit. */
  OVERHEATED("Overheated");

  private final String label;

  MachineState(String label) {
    this.label = label;
  }

  /** The name that the enumeration shows to clients. */
  public String label() {
    return label;
  }
}
