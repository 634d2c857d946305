package org.bactrian.launcher.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ConcurrentModificationException;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.mock.MockComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Making routes while messages of others make the routes of kamelets. */
class RouteReplacementTest {

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final RouteFile file =
      RouteValidationTest.routes("disturbed.camel.yaml", "direct:in", "disturbed:x");

  @BeforeEach
  void start() {
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void aFileWhoseMakingWasDisturbedByAnotherThreadIsMadeAgain() throws Exception {
    context.addComponent("disturbed", new Disturbed(2));

    new RouteReplacement(context).add(file);

    assertThat(context.getRoutes()).hasSize(1);
    assertThat(context.getRouteDefinitions()).hasSize(1);
  }

  @Test
  void aFileThatIsDisturbedEachTimeIsGivenUpAndNothingOfItStays() {
    context.addComponent("disturbed", new Disturbed(Integer.MAX_VALUE));

    assertThatThrownBy(() -> new RouteReplacement(context).add(file))
        .hasRootCauseInstanceOf(ConcurrentModificationException.class);

    assertThat(context.getRoutes()).isEmpty();
    assertThat(context.getRouteDefinitions()).isEmpty();
  }

  /** Component whose first endpoints meet a list that another thread changes. */
  private static final class Disturbed extends MockComponent {

    private int times;

    Disturbed(int times) {
      this.times = times;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> parameters)
        throws Exception {
      if (times-- > 0) {
        throw new ConcurrentModificationException();
      }
      return super.createEndpoint(uri, rest, parameters);
    }
  }
}
