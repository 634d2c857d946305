package org.bactrian.cloud.contract;

/** The registry. */
final class RegistryContractTest extends ServiceFacts {

  RegistryContractTest() {
    super("registry", 44);
  }
}
