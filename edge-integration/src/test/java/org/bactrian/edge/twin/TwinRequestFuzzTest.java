package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bactrian.edge.twin.contract.HistoryReadRequest;
import org.bactrian.edge.twin.contract.HistoryUpdateRequest;
import org.bactrian.edge.twin.contract.NodeMetadataRequest;
import org.bactrian.edge.twin.contract.ReadRequest;
import org.bactrian.edge.twin.contract.RequestHeader;
import org.bactrian.model.fault.OperationException;
import org.bactrian.patience.FuzzInputs;
import org.bactrian.patience.TestAuthority;
import org.junit.jupiter.params.provider.MethodSource;

/** Payloads of direct methods. */
class TwinRequestFuzzTest {

  private static final TestAuthority AUTHORITY = TestAuthority.root("Plant");

  static Stream<byte[]> payloads() {
    return FuzzInputs.utf8(
        "{\"connection\":{\"endpoint\":{\"url\":\"opc.tcp://a:1\",\"securityMode\":\"None\","
            + "\"certificate\":\"AAAA\"},\"user\":{\"type\":\"UserName\",\"value\":{\"user\":\"u\","
            + "\"password\":\"p\"}}},\"request\":{\"nodeId\":\"i=1\",\"header\":{\"diagnostics\":"
            + "{\"level\":\"Status\"},\"namespaceFormat\":\"Uri\"},\"attributes\":[{\"nodeId\":"
            + "\"i=1\",\"attribute\":\"Value\"}]}}",
        "{\"endpoint\":{\"url\":\"opc.tcp://a:1\"},\"request\":{\"details\":{\"startTime\":"
            + "\"2026-01-02T03:04:05Z\",\"numValues\":1}}}",
        "{\"endpoint\":{\"url\":null},\"request\":null}",
        "[]");
  }

  @MethodSource("payloads")
  @FuzzTest
  void aPayloadIsReadOrRefused(byte[] payload) {
    try {
      TwinRequest request = TwinRequest.read(payload);
      request.body(ReadRequest.class);
      request.body(NodeMetadataRequest.class);
      request.body(HistoryReadRequest.class);
      request.body(HistoryUpdateRequest.class);
      request.settings(request.body(RequestHeader.class));
    } catch (OperationException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  static Stream<byte[]> keys() {
    return Stream.concat(Stream.of(AUTHORITY.key().getEncoded()), FuzzInputs.utf8("", "0"));
  }

  @MethodSource("keys")
  @FuzzTest
  void certificatesAndKeysAreReadOrRefusedByTheirNames(byte[] der) {
    String text = Base64.getEncoder().encodeToString(der);
    try {
      RequestCertificates.chain(List.of(text));
    } catch (OperationException e) {
      assertThat(e.getMessage()).contains("/certificates/0");
    }
    try {
      RequestCertificates.key(text, AUTHORITY.certificate());
    } catch (OperationException e) {
      assertThat(e.getMessage()).contains("privateKey");
    }
  }
}
