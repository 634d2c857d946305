package org.bactrian.localazure.sas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionString;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionStringBuilder;
import com.microsoft.azure.sdk.iot.service.auth.IotHubServiceSasToken;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures, against those that the SDK makes. */
class SasTokenTest {

  private static final String KEY = "c29tZSBrZXkgb2Ygb3VyIG93biB0byB0cnk=";
  private static final String OTHER_KEY = "YW5vdGhlciBrZXkgdGhhdCBpcyBub3Qgb3Vycw==";

  @Test
  void aTokenOfTheServiceSdkIsVerified() {
    IotHubConnectionString connection =
        IotHubConnectionStringBuilder.createIotHubConnectionString(
            "HostName=hub.localhost;SharedAccessKeyName=service;SharedAccessKey=" + KEY);

    SasToken token = SasToken.parse(new IotHubServiceSasToken(connection).toString()).orElseThrow();

    assertThat(token.resource()).isEqualTo("hub.localhost");
    assertThat(token.policy()).isEqualTo("service");
    assertThat(token.expiry()).isAfter(Instant.now());
    assertThat(token.isSignedWith(List.of(OTHER_KEY, KEY))).isTrue();
    assertThat(token.isSignedWith(List.of(OTHER_KEY))).isFalse();
  }

  @Test
  void aChangedExpiryBreaksTheSignature() {
    String text = SasToken.create("hub.localhost/devices/d", KEY, "", Instant.ofEpochSecond(1000));

    assertThat(SasToken.parse(text).orElseThrow().isSignedWith(List.of(KEY))).isTrue();
    assertThat(
            SasToken.parse(text.replace("se=1000", "se=2000"))
                .orElseThrow()
                .isSignedWith(List.of(KEY)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "hub.localhost, /devices/d, true",
    "hub.localhost/Devices/d/, /devices/d, true",
    "hub.localhost/devices/d, /devices/d/modules/m, true",
    "hub.localhost/devices/d, /devices/d2, false",
    "hub.localhost/devices/d/modules/m, /devices/d, false",
    "sb://bus/queue, amqps://localhost:5671/Queue, true",
    "sb://bus/queue, amqps://localhost:5671/, false"
  })
  void aTokenOpensItsResourceAndWhatLiesBelow(String resource, String path, boolean opens) {
    Instant end = Instant.ofEpochSecond(1000);
    String text = SasToken.create(resource, KEY, "", end);
    ThrowingCallable check =
        () -> SasToken.check(text, path, Instant.EPOCH, any -> true, IllegalArgumentException::new);

    if (opens) {
      assertThatCode(check).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(check).hasMessageContaining("InvalidAudience");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer x",
        "SharedAccessSignature ",
        "SharedAccessSignature sr=a&sig=b",
        "SharedAccessSignature sr=a&sig=!&se=1",
        "SharedAccessSignature sr=%zz&sig=YQ%3D%3D&se=1",
        "SharedAccessSignature sr=a&sig=YQ%3D%3D&se=soon"
      })
  void whatIsNoTokenIsNone(String text) {
    assertThat(SasToken.parse(text)).isEmpty();
  }

  @Test
  void aTokenDoesNotShowItsSignature() {
    String text = SasToken.create("hub.localhost", KEY, "", Instant.ofEpochSecond(1000));

    assertThat(SasToken.parse(text).orElseThrow().toString())
        .isEqualTo("SasToken[hub.localhost until 1000]");
  }
}
