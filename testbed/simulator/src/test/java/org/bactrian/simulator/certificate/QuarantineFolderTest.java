package org.bactrian.simulator.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineFolderTest {

  @TempDir Path folder;

  @Test
  void aCertificateIsListedWhileItIsRejectedOnceMore() throws Exception {
    X509Certificate client =
        new SelfSignedCertificateBuilder(SelfSignedCertificateGenerator.generateRsaKeyPair(2048))
            .setCommonName("client")
            .setApplicationUri("urn:client")
            .build();
    QuarantineFolder rejected = new QuarantineFolder(folder);
    rejected.addRejectedCertificate(client);
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> rejection =
        CompletableFuture.runAsync(
            () -> {
              while (!enough.get()) {
                rejected.addRejectedCertificate(client);
              }
            });

    try {
      for (int i = 0; i < 1_000; i++) {
        assertThat(rejected.getRejectedCertificates()).containsExactly(client);
      }
    } finally {
      enough.set(true);
      rejection.join();
    }
  }
}
