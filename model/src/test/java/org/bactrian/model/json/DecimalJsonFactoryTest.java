package org.bactrian.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalJsonFactoryTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"1e10008888888888888888001", "[{\"a\": -1.5E-9999999999}]", "1e+1000000000"})
  void anExponentThatNoDecimalHasIsRefusedAsAnyOtherTextThatIsNoJson(String json) {
    assertThatThrownBy(() -> RegistryJson.read(json, JsonNode.class))
        .isInstanceOfSatisfying(
            OperationException.class,
            refused -> assertThat(refused.kind()).isEqualTo(FaultKind.BAD_REQUEST));
    for (ObjectMapper mapper : List.of(RegistryJson.mapper(), RegistryJson.mapper().copy())) {
      assertThatThrownBy(() -> mapper.readTree(json)).hasMessageContaining("exponent");
      assertThatThrownBy(() -> mapper.readTree(new StringReader(json)))
          .hasMessageContaining("exponent");
      assertThatThrownBy(
              () ->
                  mapper.readTree(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))))
          .hasMessageContaining("exponent");
    }
  }

  @Test
  void otherNumbersKeepTheirDigits() throws Exception {
    String json =
        "[1.50,1E+5,-2.5E-300,1E+999999999,0.000000000000000000001,1e0000000000000000001]";

    JsonNode read = RegistryJson.mapper().readTree(json);

    assertThat(read.get(0).decimalValue()).hasToString("1.50");
    assertThat(read.get(3).decimalValue()).hasToString("1E+999999999");
    assertThat(read.get(5).decimalValue()).isEqualByComparingTo("10");
  }
}
