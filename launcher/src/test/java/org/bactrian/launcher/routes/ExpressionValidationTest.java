package org.bactrian.launcher.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bactrian.launcher.routes.RouteSetTest.faults;
import static org.bactrian.launcher.routes.RouteSetTest.file;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions in files of routes, with the beans and classes that they name. */
class ExpressionValidationTest {

  @Test
  void aFaultOfAnExpressionIsNamedByTheLineOfItsText() {
    RouteFile file =
        file(
            "a.camel.yaml",
            """
            - route:
                id: one
                from:
                  uri: timer:t
                  steps:
                    - setBody:
                        simple: "${nonsense.x}"
            """);

    assertThat(faults(file))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.line()).isEqualTo(7);
              assertThat(fault.message()).contains("nonsense");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "simple: \"${bodyAs(org.bactrian.absent.Message).above('Temperature', 80)}\"",
        "simple: \"${bodyAs(org.bactrian.absent.Message)}\"",
        "simple: \"${mandatoryBodyAs(org.bactrian.absent.Message)}\"",
        "simple: \"${headerAs(x, org.bactrian.absent.Message)}\"",
        "simple: \"${type:org.bactrian.absent.Message.FIELD}\"",
        "simple: \"${body} is 'org.bactrian.absent.Message'\"",
        "simple: \"${bean:absentBean}\"",
        "simple: \"${bean:absentBean.x} == 'a'\"",
        "simple: \"${bean:org.bactrian.absent.Message?method=x} == 'a'\"",
        "simple: \"${bean:org.bactrian.absent.Message::x}\"",
        "simple: \"${header.a} == ${bean:absentBean?method=x}\"",
        "method: {ref: org.bactrian.absent.Message, method: x}",
        "method: {beanType: org.bactrian.absent.Message, method: x}"
      })
  void aClassOrBeanThatIsNotThereIsAFaultOfItsExpression(String expression) {
    RouteFile file =
        file(
            "a.camel.yaml",
            """
            - route:
                id: one
                from:
                  uri: timer:t
                  steps:
                    - filter:
                        %s
                        steps:
                          - to: log:x
            """
                .formatted(expression));

    assertThat(faults(file))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.line()).isEqualTo(7);
              assertThat(fault.message()).containsPattern("org.bactrian.absent.Message|absentBean");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${bodyAs(org.bactrian.model.telemetry.TelemetryMessage).above('Temperature', 80)}",
        "${bodyAs(String)} == 'a'",
        "${headerAs(x, byte[])}",
        "${type:java.lang.Integer.MAX_VALUE} == 1",
        "${body} is 'java.lang.String'"
      })
  void aClassOfAnExpressionThatIsThereIsNoFault(String expression) {
    RouteFile file =
        file(
            "a.camel.yaml",
            """
            # Not ${bodyAs(org.bactrian.absent.Message)}.
            - route:
                id: one
                from:
                  uri: timer:t
                  steps:
                    - filter:
                        simple: "%s"
                        steps:
                          - to: log:x
            """
                .formatted(expression));

    assertThat(faults(file)).isEmpty();
  }
}
