package org.bactrian.cloud.contract;

/**
 * OPC Twin. Beyond what version 2.8 has, a request may say how node ids are written and how long it
 * may take, an error has its symbol, and the filter of node classes is the list that clients send.
 */
final class TwinContractTest extends ServiceFacts {

  TwinContractTest() {
    super("twin", 12);
  }
}
