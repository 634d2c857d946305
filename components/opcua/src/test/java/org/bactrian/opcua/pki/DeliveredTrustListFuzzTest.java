package org.bactrian.opcua.pki;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bactrian.model.fault.OperationException;
import org.bactrian.patience.FuzzInputs;
import org.bactrian.patience.TestAuthority;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates and revocation lists that are delivered to the edge. */
class DeliveredTrustListFuzzTest {

  static Stream<byte[]> entries() throws GeneralSecurityException {
    TestAuthority authority = TestAuthority.root("Plant");
    return Stream.concat(
        Stream.of(authority.certificate().getEncoded(), authority.crl().getEncoded()),
        FuzzInputs.utf8("", "0", "-----BEGIN X509 CRL-----\n"));
  }

  @MethodSource("entries")
  @FuzzTest
  void anEntryIsReadOrRefusedByItsName(byte[] der) throws GeneralSecurityException {
    List<String> entry = List.of(Base64.getEncoder().encodeToString(der));
    try {
      assertThat(DeliveredTrustList.certificates("trusted", entry)).hasSize(1);
    } catch (OperationException e) {
      assertThat(e.getMessage()).contains("trusted");
    }
    try {
      assertThat(DeliveredTrustList.crls("lists", entry)).hasSize(1);
    } catch (OperationException e) {
      assertThat(e.getMessage()).contains("lists");
    }
  }
}
