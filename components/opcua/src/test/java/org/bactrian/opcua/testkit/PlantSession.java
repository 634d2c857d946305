package org.bactrian.opcua.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** A plant and a session with it, for tests of services. */
public final class PlantSession implements AutoCloseable {

  /** For a machine that has other things to do. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestPlant plant;
  private final SessionPool pool;
  private final Session session;
  private final NodeServices services;

  private PlantSession(TestPlant plant, SessionPool pool) {
    this.plant = plant;
    this.pool = pool;
    this.session =
        pool.open(ConnectionSettings.of(plant.url()).withSecurityMode(RequiredSecurityMode.NONE));
    this.services = new NodeServices(session::client);
  }

  public static PlantSession start(Path folder) throws Exception {
    return start(folder, s -> s);
  }

  public static PlantSession start(Path folder, UnaryOperator<SimulatorSettings> change)
      throws Exception {
    return new PlantSession(
        TestPlant.start(folder, change),
        new SessionPool(
            TestPlant.client(folder).withConnectTimeout(PATIENCE).withRequestTimeout(PATIENCE)));
  }

  public NodeServices services() {
    return services;
  }

  public Session session() {
    return session;
  }

  public TestPlant plant() {
    return plant;
  }

  /** The id as the server has it now. */
  public NodeId id(ExpandedNodeId node) throws Exception {
    return get(session.client().thenApply(c -> node.toNodeId(c.getNamespaceTable()).orElseThrow()));
  }

  /** Result of the future. */
  public static <T> T get(CompletableFuture<T> result) throws Exception {
    return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    pool.close();
    plant.close();
  }
}
