package org.bactrian.localazure;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A local Azure in a process of its own, to be killed. */
final class ForkedAzure {

  private ForkedAzure() {}

  public static void main(String[] args) throws InterruptedException {
    LocalAzure.start(LocalAzureSettings.in(Path.of(args[0])).withFreePorts());
    new CountDownLatch(1).await();
  }
}
