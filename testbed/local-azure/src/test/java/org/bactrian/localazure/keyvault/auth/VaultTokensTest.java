package org.bactrian.localazure.keyvault.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import org.bactrian.localazure.keyvault.fault.KeyVaultFault;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.junit.jupiter.api.Test;

class VaultTokensTest {

  private static final VaultClient CLIENT = new VaultClient("tenant", "client", "secret");
  private static final byte[] KEY = new byte[32];

  private final VaultTokens tokens = new VaultTokens(CLIENT, KEY, Clock.systemUTC());

  @Test
  void aTokenIsGoodForAnHour() {
    String token = tokens.issue();
    VaultTokens later =
        new VaultTokens(
            CLIENT, KEY, Clock.offset(Clock.systemUTC(), VaultTokens.LIFETIME.plusSeconds(1)));

    assertThatCode(() -> tokens.require(token)).doesNotThrowAnyException();
    refuses(later, token, "expired");
  }

  @Test
  void aTokenOfTheFutureIsNotTakenYet() {
    VaultTokens ahead =
        new VaultTokens(CLIENT, KEY, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)));

    refuses(tokens, ahead.issue(), "not valid yet");
  }

  @Test
  void aTokenForAnotherAudienceOpensNothing() {
    refuses(tokens, tokens.issue("https://graph.microsoft.com", VaultTokens.LIFETIME), "audience");
  }

  @Test
  void aTokenOfAnotherDirectoryOpensNothing() {
    VaultTokens other =
        new VaultTokens(new VaultClient("other", "client", "secret"), KEY, Clock.systemUTC());

    refuses(tokens, other.issue(), "issuer");
  }

  private static void refuses(VaultTokens tokens, String token, String reason) {
    assertThatThrownBy(() -> tokens.require(token))
        .isInstanceOfSatisfying(
            KeyVaultFaultException.class,
            refused -> assertThat(refused.fault()).isEqualTo(KeyVaultFault.UNAUTHORIZED))
        .hasMessageContaining(reason)
        .hasMessageNotContaining(token);
  }
}
