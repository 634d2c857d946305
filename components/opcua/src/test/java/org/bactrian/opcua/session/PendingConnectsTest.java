package org.bactrian.opcua.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bactrian.opcua.testkit.PlantSession;
import org.bactrian.opcua.testkit.TestPlant;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that come while an attempt to connect is under way at a server that does not answer. */
class PendingConnectsTest {

  @TempDir Path folder;
  private PlantSession connection;
  private TestPlant plant;
  private Session session;

  @BeforeEach
  void start() throws Exception {
    connection = PlantSession.start(folder);
    plant = connection.plant();
    session = connection.session();
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
  }

  @Test
  void aLostServerThatIsUpAgainServesARequestThatCameDuringTheLookAtIt() throws Exception {
    connected().get();
    plant.kill();
    try (SilentServer silent = SilentServer.inPlaceOf(plant)) {
      // One connection is that of the look, the other that of the client which tries to go on.
      await().until(() -> silent.connections() >= 2);

      CompletableFuture<OpcUaClient> request = connected();
      silent.stopListening();
      plant.startAgain();
      silent.hangUp();

      assertThat(request.get()).isNotNull();
    }
  }

  @Test
  void aServerThatIsUpAgainServesARequestThatCameDuringAnAttemptWhichFails() throws Exception {
    plant.kill();
    await().until(() -> session.state() instanceof SessionState.Disconnected);
    try (SilentServer silent = SilentServer.inPlaceOf(plant)) {
      await().until(() -> silent.connections() >= 1);

      CompletableFuture<OpcUaClient> request = connected();
      silent.stopListening();
      plant.startAgain();
      silent.hangUp();

      assertThat(request.get()).isNotNull();
    }
  }

  @Test
  void aServerThatStaysDownFailsARequestThatCameDuringAnAttempt() throws Exception {
    plant.kill();
    await().until(() -> session.state() instanceof SessionState.Disconnected);
    try (SilentServer silent = SilentServer.inPlaceOf(plant)) {
      await().until(() -> silent.connections() >= 1);

      CompletableFuture<OpcUaClient> request = connected();
      silent.stopListening();
      silent.hangUp();

      assertThatThrownBy(request::get).hasMessageContaining("nobody listens there");
    }
  }

  @Test
  void closingTheSessionFailsARequestThatCameDuringTheLookAtALostServer() throws Exception {
    connected().get();
    plant.kill();
    try (SilentServer silent = SilentServer.inPlaceOf(plant)) {
      await().until(() -> silent.connections() >= 2);

      CompletableFuture<OpcUaClient> request = connected();
      session.close();

      assertThatThrownBy(request::get).hasMessageContaining("the session was closed");
    }
  }

  private CompletableFuture<OpcUaClient> connected() {
    return session.client(PlantSession.PATIENCE);
  }

  /** Server that takes connections and says nothing. */
  private static final class SilentServer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final Thread acceptor = new Thread(this::accept, "silent-server");

    private SilentServer(int port) throws IOException {
      this.listener = new ServerSocket(port, 50, InetAddress.getByName("localhost"));
      acceptor.start();
    }

    /** Takes the port of a plant that was killed, as soon as the system has it back. */
    static SilentServer inPlaceOf(TestPlant killed) {
      return await()
          .ignoreExceptionsInstanceOf(BindException.class)
          .until(() -> new SilentServer(killed.port()), server -> true);
    }

    int connections() {
      return connections.size();
    }

    void stopListening() throws Exception {
      listener.close();
      acceptor.join();
    }

    void hangUp() throws IOException {
      for (Socket connection : connections) {
        connection.close();
      }
    }

    private void accept() {
      try {
        while (true) {
          connections.add(listener.accept());
        }
      } catch (IOException closed) {
        // the listener was closed
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
      hangUp();
    }
  }
}
