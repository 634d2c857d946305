package org.bactrian.iothub.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionString;
import com.microsoft.azure.sdk.iot.service.auth.IotHubConnectionStringBuilder;
import com.microsoft.azure.sdk.iot.service.auth.IotHubServiceSasToken;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServiceSasTokenTest {

  private static final IotHubConnectionString POLICY =
      IotHubConnectionStringBuilder.createIotHubConnectionString(
          "HostName=hub.localhost;SharedAccessKeyName=service;SharedAccessKey=c2VjcmV0");

  private int signed;
  private Duration passed = Duration.ZERO;

  private final ServiceSasToken token =
      new ServiceSasToken(
          () -> {
            signed++;
            return new IotHubServiceSasToken(POLICY);
          },
          () -> Instant.now().plus(passed));

  @Test
  void oneTokenServesManyRequests() {
    String first = token.header();
    passed = Duration.ofMinutes(30);

    assertThat(token.header())
        .isEqualTo(first)
        .startsWith("SharedAccessSignature sr=hub.localhost&sig=");
    assertThat(signed).isEqualTo(1);
  }

  @Test
  void aTokenIsRenewedLongBeforeItEnds() {
    token.header();
    passed = Duration.ofMinutes(45);
    token.header();

    assertThat(signed).isEqualTo(2);
  }

  @Test
  void aTokenIsRenewedWhenTheClockWasSetBack() {
    token.header();
    passed = Duration.ofHours(-2);
    token.header();

    assertThat(signed).isEqualTo(2);
  }
}
