package org.bactrian.opcua.expansion;

/** Exception for a path of browse names that leads to no node, or to several. */
public final class NodePathException extends Exception {

  /**
   * @param message where the path ends, why, and what to write
   */
  NodePathException(String message) {
    super(message);
  }
}
