package org.bactrian.localazure.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenRequestContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Access and bad input, over plain HTTP, which SDKs would hide. */
class VaultRulesTest {

  private static final String EC = "{\"kty\":\"EC\"}";

  @TempDir static Path folder;
  private static RunningVault running;

  @BeforeAll
  static void start() {
    running = RunningVault.in(folder);
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void aRequestWithoutATokenIsToldWhereTokensAreHad() throws Exception {
    HttpResponse<String> answer = running.sendAs("", "GET", "/keys/any");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains(
            "Bearer authorization=\"%s/%s\", resource=\"https://vault.azure.net\""
                .formatted(running.vault().url(), running.vault().client().tenant()));
    assertThat(RunningVault.JSON.readTree(answer.body()).at("/error/code").asText())
        .isEqualTo("Unauthorized");
  }

  @Test
  void aTokenThatNobodyOrSomebodyElseSignedOpensNothing(@TempDir Path other) throws Exception {
    String unsigned =
        new PlainJWT(
                new JWTClaimsSet.Builder()
                    .issuer("https://localhost/" + running.vault().client().tenant() + "/v2.0")
                    .audience("https://vault.azure.net")
                    .build())
            .serialize();
    String token = running.vault().token();
    List<String> refused =
        new ArrayList<>(
            List.of(
                unsigned, token.substring(0, token.length() - 2), "a.b.c", "", "x".repeat(7_000)));
    try (RunningVault foreign = RunningVault.in(other)) {
      refused.add(foreign.vault().token());
    }

    for (String each : refused) {
      assertThat(running.sendAs("Bearer " + each, "GET", "/keys").statusCode()).isEqualTo(401);
    }
    assertThat(running.sendAs("Basic " + token, "GET", "/keys").statusCode()).isEqualTo(401);
    assertThat(running.sendAs("bearer " + token, "GET", "/keys").statusCode()).isEqualTo(200);
  }

  @Test
  void aWrongSecretGetsNoToken() {
    TokenRequestContext vault =
        new TokenRequestContext().addScopes("https://vault.azure.net/.default");
    TokenRequestContext elsewhere =
        new TokenRequestContext().addScopes("https://graph.microsoft.com/.default");

    assertThatThrownBy(() -> running.credential("guessed").getTokenSync(vault))
        .hasMessageContaining("AADSTS7000215");
    assertThatThrownBy(
            () -> running.credential(running.vault().client().secret()).getTokenSync(elsewhere))
        .hasMessageContaining("Only tokens for Key Vault are issued");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /keys?api-version=6.0          |                                | 400",
        "GET    | /keys?api-version=             |                                | 400",
        "GET    | /keys?maxresults=0             |                                | 400",
        "GET    | /keys?maxresults=99999999999   |                                | 400",
        "GET    | /keys?$skiptoken=%25           |                                | 400",
        "GET    | /keys/none                     |                                | 404",
        "GET    | /keys/..%2f..%2fetc/passwd     |                                | 404",
        "DELETE | /keys/none                     |                                | 404",
        "GET    | /deletedkeys/none              |                                | 404",
        "POST   | /keys/a_b/create               | {`kty`:`EC`}                   | 400",
        "POST   | /keys/a%00b/create             | {`kty`:`EC`}                   | 400",
        "POST   | /keys/k/create                 | {`kty`:`oct`}                  | 400",
        "POST   | /keys/k/create                 | {`kty`:`RSA`,`key_size`:1024}  | 400",
        "POST   | /keys/k/create                 | {`kty`:`RSA`,`key_size`:65536} | 400",
        "POST   | /keys/k/create                 | {`kty`:`EC`,`crv`:`P-256K`}    | 400",
        "POST   | /keys/k/create                 | {`kty`:`EC`,`key_ops`:[`fly`]} | 400",
        "POST   | /keys/k/create                 | {`kty`:`EC`,`tags`:[1]}        | 400",
        "POST   | /keys/k/create                 | {`kty`:`EC`,`attributes`:{`exp`:-1}} | 400",
        "POST   | /keys/k/create                 | {`kty`:`EC`                    | 400",
        "POST   | /keys/k/create                 | []                             | 400",
        "POST   | /keys/k/create                 |                                | 400",
        "PUT    | /keys/k                        | {`key`:{`kty`:`RSA`,`n`:`AQAB`,`e`:`AQAB`}} | 400",
        "PUT    | /keys/k                        | {`key`:7}                      | 400",
        "POST   | /keys/restore                  | {`value`:`AAAA`}               | 400",
        "POST   | /keys/restore                  | {`value`:`***`}                | 400",
        "PUT    | /secrets/s                     | {`value`:7}                    | 400",
        "PUT    | /secrets/s                     | {`value`:`v`,`attributes`:{`exp`:1e30}} | 400",
        "PUT    | /secrets/s                     | {`value`:`\\ud800`}          | 400",
        "PUT    | /secrets/a.b                   | {`value`:`v`}                  | 400",
        "POST   | /certificates/c/create         | {}                             | 400",
        "POST   | /certificates/c/create         | {`policy`:{`issuer`:{`name`:`Self`}}} | 400",
        "POST   | /certificates/c/create         | {`policy`:{`issuer`:{`name`:`Bank`},`x509_props`:{`subject`:`CN=c`}}} | 400",
        "POST   | /certificates/c/create         | {`policy`:{`issuer`:{`name`:`Self`},`x509_props`:{`subject`:`nonsense`}}} | 400",
        "POST   | /certificates/c/create         | {`policy`:{`issuer`:{`name`:`Self`},`x509_props`:{`subject`:`CN=c`,`validity_months`:0}}} | 400",
        "POST   | /certificates/c/create         | {`policy`:{`issuer`:{`name`:`Self`},`x509_props`:{`subject`:`CN=c`,`ekus`:[`x`]}}} | 400",
        "POST   | /certificates/c/create         | {`policy`:{`issuer`:{`name`:`Self`},`x509_props`:{`subject`:`CN=c`,`sans`:{`ip_addresses`:[`x`]}}}} | 400",
        "POST   | /certificates/c/import         | {`value`:`AAAA`}               | 400",
        "GET    | /certificates/c/pending        |                                | 404",
        "POST   | /certificates/c/pending/merge  | {`x5c`:[]}                     | 404",
        "GET    | /elsewhere                     |                                | 404",
        "PUT    | /keys                          | {}                             | 404"
      })
  void badInputIsRefusedInKeyVaultsForm(String method, String path, String body, int status)
      throws Exception {
    String json = body == null ? "" : body.replace('`', '"');

    HttpResponse<String> answer = running.send(method, path, json);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode error = RunningVault.JSON.readTree(answer.body()).path("error");
    assertThat(error.path("code").asText()).isNotEmpty();
    assertThat(error.path("message").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {256 * 1024 + 1, 3 * 1024 * 1024})
  void aBodyThatIsTooLargeIsAnsweredWith413(int bytes) throws Exception {
    HttpResponse<String> answer =
        running.send("PUT", "/secrets/large", "{\"value\":\"" + "x".repeat(bytes) + "\"}");

    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void aSecretOfMoreThan25KilobytesIsRefused() throws Exception {
    String largest = "{\"value\":\"" + "x".repeat(25 * 1024) + "\"}";

    assertThat(running.send("PUT", "/secrets/largest", largest).statusCode()).isEqualTo(200);
    assertThat(running.send("PUT", "/secrets/largest", largest.replace("xx", "xxx")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void creationsOfOneNameAtTheSameTimeMakeAVersionEach() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> creations = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      creations.add(running.sendLater("POST", "/keys/crowded/create", EC));
    }
    List<String> made = new ArrayList<>();
    for (CompletableFuture<HttpResponse<String>> creation : creations) {
      assertThat(creation.get().statusCode()).isEqualTo(200);
      made.add(RunningVault.JSON.readTree(creation.get().body()).at("/key/kid").asText());
    }

    List<String> listed = new ArrayList<>();
    running
        .call("GET", "/keys/crowded/versions", "")
        .path("value")
        .forEach(version -> listed.add(version.path("kid").asText()));
    assertThat(listed).containsExactlyInAnyOrderElementsOf(made).doesNotHaveDuplicates();
  }

  @Test
  void aKeyHasAHundredVersionsAtMost() throws Exception {
    for (int i = 0; i < 100; i++) {
      running.call("PUT", "/secrets/often", "{\"value\":\"" + i + "\"}");
    }

    HttpResponse<String> refused = running.send("PUT", "/secrets/often", "{\"value\":\"100\"}");

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("at most 100 versions");
    assertThat(running.call("GET", "/secrets/often", "").path("value").asText()).isEqualTo("99");
  }

  @Test
  void aListGoesOnBehindAnItemThatIsGone() throws Exception {
    for (String name : List.of("zz-1", "zz-2", "zz-3")) {
      running.call("PUT", "/secrets/" + name, "{\"value\":\"v\"}");
    }
    String position =
        Base64.getUrlEncoder().encodeToString("zz-1".getBytes(StandardCharsets.UTF_8));
    running.call("DELETE", "/secrets/zz-1", "");

    JsonNode page = running.call("GET", "/secrets?maxresults=1&$skiptoken=" + position, "");

    assertThat(page.path("value")).hasSize(1);
    assertThat(page.at("/value/0/id").asText()).endsWith("/secrets/zz-2");
    assertThat(page.path("nextLink").asText()).startsWith(running.vault().url() + "/secrets?");
  }
}
