package org.bactrian.cloud.contract;

/**
 * The publisher. Beyond what version 2.8 has, a job tells the reason for the state Error, and who
 * changes what is published needs a role that may change something.
 */
final class PublisherContractTest extends ServiceFacts {

  PublisherContractTest() {
    super("publisher");
  }
}
