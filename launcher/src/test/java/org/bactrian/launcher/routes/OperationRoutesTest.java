package org.bactrian.launcher.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bactrian.web.operation.OperationsComponent;
import org.bactrian.web.operation.ServedOperation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations of a contract, which beans carry out until a route of the user does. */
class OperationRoutesTest extends EditedFolders {

  private static final String BY_BEANS =
      """
      - route:
          id: things
          from:
            uri: operations:things
            steps:
              - process:
                  ref: operationBeans
      """;

  private OperationsComponent operations;

  /** Carries out the operations of the contract. */
  public static final class Things {

    /** Operation GetThings. */
    public String getThings() {
      return "bean";
    }

    /** Operation GetOthers. */
    public String getOthers() {
      return "others";
    }
  }

  @BeforeEach
  void install() {
    operations = OperationsComponent.installIn(context, "openapi/live-routes-test");
    context.getRegistry().bind("things", new Things());
  }

  @Test
  void anOperationIsCarriedOutByTheBeanThatItsTagOrItsOwnEntryNames() {
    write("things.camel.yaml", BY_BEANS);
    startRole();

    assertThat(answer("direct:GetThings")).isEqualTo("bean");
    assertThat(answer("direct:GetOthers")).isEqualTo("others");
    assertThat(operations.served())
        .containsExactly(
            new ServedOperation("things", "GetThings", "things", "things.getThings"),
            new ServedOperation("things", "AddThing", "things", ""),
            new ServedOperation("things", "GetOthers", "things", "things.getOthers"),
            new ServedOperation("", "packed", "packed", ""));
    assertThat(operations.find("getthings")).contains("GetThings");
  }

  @Test
  void aRouteOfTheUserTakesAnOperationOverUntilItIsDeleted() throws IOException {
    write("things.camel.yaml", BY_BEANS);
    startRole();
    assertThat(answer("direct:GetThings")).isEqualTo("bean");

    write("own.camel.yaml", marking("own", "direct:GetThings", "mine"));
    await().untilAsserted(() -> assertThat(answer("direct:GetThings")).isEqualTo("mine"));
    assertThat(live.faults()).isEmpty();
    assertThat(operations.routeOf("GetThings")).contains("own");
    assertThat(operations.find("GETTHINGS")).contains("GetThings");
    assertThat(answer("direct:GetOthers")).isEqualTo("others");

    Files.delete(routes.resolve("own.camel.yaml"));
    await().untilAsserted(() -> assertThat(answer("direct:GetThings")).isEqualTo("bean"));
  }

  @Test
  void aRouteOfTheUserThatIsThereAtTheStartHasItsOperationFromTheStart() throws IOException {
    write("things.camel.yaml", BY_BEANS);
    write("z-own.camel.yaml", marking("own", "direct:GetThings", "mine"));
    startRole();

    assertThat(live.faults()).isEmpty();
    assertThat(answer("direct:GetThings")).isEqualTo("mine");

    Files.delete(routes.resolve("z-own.camel.yaml"));
    await().untilAsserted(() -> assertThat(answer("direct:GetThings")).isEqualTo("bean"));
  }

  @Test
  void whileARouteOfTheUserIsReplacedTheBeanDoesNotCarryItsOperationOut() throws Exception {
    write("things.camel.yaml", BY_BEANS);
    write("own.camel.yaml", marking("own", "direct:GetThings", "mine 0"));
    startRole();
    Set<String> answers = ConcurrentHashMap.newKeySet();
    AtomicBoolean asking = new AtomicBoolean(true);
    Thread caller =
        new Thread(
            () -> {
              while (asking.get()) {
                answers.add(answer("direct:GetThings"));
              }
            });
    caller.start();

    for (int version = 1; version <= 3; version++) {
      String newest = "mine " + version;
      write("own.camel.yaml", marking("own" + version, "direct:GetThings", newest));
      await().untilAsserted(() -> assertThat(answer("direct:GetThings")).isEqualTo(newest));
    }
    await().until(() -> answers.contains("mine 3"));
    asking.set(false);
    caller.join();

    assertThat(answers).doesNotContain("bean");
  }

  @Test
  void aTableOfARouteSaysWhatEachOperationIsToBecome() {
    write(
        "things.camel.yaml",
        """
        - route:
            id: things
            from:
              uri: operations:things
              parameters:
                to.GetThings: one
                to.AddThing: two
              steps:
                - setBody:
                    simple: ${header.BactrianOperation} ${header.BactrianOperationTarget}
        """);
    startRole();

    assertThat(answer("direct:GetThings")).isEqualTo("GetThings one");
    assertThat(answer("direct:AddThing")).isEqualTo("AddThing two");
    assertThat(operations.routeOf("GetOthers")).isEmpty();
  }

  @Test
  void anAddressThatNamesNoOperationOfAContractIsAFaultOfItsFile() {
    startRole();

    write("things.camel.yaml", BY_BEANS.replace(":things", ":thinks"));
    awaitFault("things.camel.yaml:4: There is no contract thinks but things");

    write("things.camel.yaml", BY_BEANS.replace(":things", ":things?to.GetThink=x"));
    awaitFault("The contract things has no operation GetThink");
  }
}
