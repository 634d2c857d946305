package org.bactrian.opcua.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bactrian.opcua.testkit.PlantSession.get;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.bactrian.model.thread.DaemonThreads;
import org.bactrian.opcua.testkit.PlantSession;
import org.bactrian.opcua.testkit.TestPlant;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Session that lingers after a request, by the state that its connection is in by then. */
class OnDemandSessionTest {

  private static final SessionState CONNECTING = new SessionState.Connecting(1);
  private static final SessionState DISCONNECTED =
      new SessionState.Disconnected(
          Instant.EPOCH,
          1,
          "nobody listens",
          new ConnectFailure(StatusCode.BAD, "", Instant.EPOCH));

  @TempDir Path folder;
  private final AtomicReference<SessionState> state =
      new AtomicReference<>(new SessionState.Connected(Instant.EPOCH, "urn:plant"));
  private final ScheduledExecutorService timer = DaemonThreads.timer("test");
  private TestPlant plant;
  private SessionPool pool;

  @BeforeEach
  void start() throws Exception {
    plant = TestPlant.start(folder);
    pool = new SessionPool(TestPlant.client(folder));
  }

  private OnDemandSession open() {
    return new OnDemandSession(
        stated(pool.open(ConnectionSettings.of(plant.url()))),
        PlantSession.PATIENCE,
        OnDemandSessionSettings.DEFAULT.withLinger(Duration.ofMinutes(1)),
        timer,
        () -> {});
  }

  /** Session whose state is what a test says. */
  private Session stated(Session real) {
    return (Session)
        Proxy.newProxyInstance(
            Session.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) ->
                method.getName().equals("state") ? state.get() : method.invoke(real, arguments));
  }

  @AfterEach
  void stop() throws Exception {
    timer.shutdownNow();
    pool.close();
    plant.close();
  }

  @Test
  void oneThatIsBeingMadeAnewWhenARequestEndsIsThereForTheNext() throws Exception {
    OnDemandSession session = open();

    request(session, CONNECTING);

    assertThat(session.begin()).isTrue();
  }

  @Test
  void oneThatWasLostWhenARequestEndsIsNotKeptTrying() throws Exception {
    OnDemandSession session = open();

    request(session, DISCONNECTED);

    assertThat(session.begin()).isFalse();
  }

  @Test
  void oneThatHasNotConnectedByTheEndOfARequestIsNotKeptTrying() throws Exception {
    plant.kill();
    state.set(CONNECTING);
    OnDemandSession session = open();
    assertThat(session.begin()).isTrue();

    assertThatThrownBy(
            () ->
                get(
                    session.run(
                        RequestOptions.DEFAULT, server -> CompletableFuture.completedFuture(""))))
        .isNotNull();

    assertThat(session.begin()).isFalse();
  }

  /** Makes a request, by whose end the session has come to another state. */
  private void request(OnDemandSession session, SessionState end) throws Exception {
    assertThat(session.begin()).isTrue();
    get(
        session.run(
            RequestOptions.DEFAULT,
            server -> {
              state.set(end);
              return CompletableFuture.completedFuture("");
            }));
  }
}
