package org.bactrian.opcua.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bactrian.opcua.testkit.PlantSession.get;
import static org.bactrian.opcua.testkit.TestPlant.plantNode;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.testkit.PlantSession;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.typetree.LazyClientDataTypeTree;
import org.eclipse.milo.opcua.sdk.core.types.DynamicStructType;
import org.eclipse.milo.opcua.sdk.core.typetree.DataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ServerStructureTypesTest {

  private static final int THREADS = 8;

  @TempDir static Path folder;
  private static PlantSession plant;
  private static OpcUaClient client;

  private final Logger logger = (Logger) LoggerFactory.getLogger(UndecodableTypes.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeAll
  static void start() throws Exception {
    plant = PlantSession.start(folder);
    client = get(plant.session().client());
  }

  @AfterAll
  static void stop() throws Exception {
    plant.close();
  }

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(log);
  }

  @Test
  void whoeverMeetsATypeWhileItIsReadFromTheServerWaitsForIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int repetition = 0; repetition < 20; repetition++) {
        EncodingContext cold = coldContext();
        List<ExtensionObject> jobs = jobs();
        CountDownLatch begin = new CountDownLatch(1);
        List<Future<UaStructuredType>> decoded = new ArrayList<>();
        for (ExtensionObject job : jobs) {
          decoded.add(
              threads.submit(
                  () -> {
                    begin.await();
                    return job.decode(cold);
                  }));
        }

        begin.countDown();

        for (Future<UaStructuredType> job : decoded) {
          assertThat(job.get(60, TimeUnit.SECONDS)).isInstanceOf(DynamicStructType.class);
        }
      }
      assertThat(log.list).isEmpty();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aTypeThatCouldNotBeResolvedIsToldOnceAndTriedAgain() throws Exception {
    AtomicInteger failures = new AtomicInteger(Integer.MAX_VALUE);
    ServerStructureTypes types = types(failures, Duration.ZERO);
    NodeId encoding = jobs().get(0).getEncodingOrTypeId();

    assertThat(types.getCodec(encoding)).isNull();
    assertThat(types.getCodec(encoding)).isNull();
    assertThat(log.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.WARN);
              assertThat(event.getFormattedMessage())
                  .contains(encoding.toParseableString(), "cannot be decoded", "tried again");
            });

    failures.set(0);

    assertThat(types.getCodec(encoding)).isNotNull();
    assertThat(log.list).hasSize(2).last().matches(event -> event.getLevel() == Level.INFO);
  }

  @Test
  void aServerThatFailsOneQuestionIsAskedAgainAtOnce() throws Exception {
    ServerStructureTypes types = types(new AtomicInteger(1), Duration.ofHours(1));

    assertThat(types.getCodec(jobs().get(0).getEncodingOrTypeId())).isNotNull();
    assertThat(log.list).isEmpty();
  }

  @Test
  void aServerThatDoesNotAnswerIsAskedOnceAndNotAgainBeforeTheDelay() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    LazyClientDataTypeTree silent =
        new LazyClientDataTypeTree(client) {
          @Override
          public DataType getDataType(NodeId id) {
            asked.incrementAndGet();
            throw new IllegalStateException(new UaException(StatusCodes.Bad_Timeout));
          }
        };
    ServerStructureTypes types =
        new ServerStructureTypes(
            client,
            client.getNamespaceTable(),
            silent,
            new UndecodableTypes("plant"),
            Duration.ofHours(1));
    NodeId encoding = jobs().get(0).getEncodingOrTypeId();

    assertThat(types.getCodec(encoding)).isNull();
    assertThat(types.getCodec(encoding)).isNull();

    assertThat(asked).hasValue(1);
  }

  @Test
  void aTypeThatCouldNotBeResolvedIsNotAskedForWithEachOfItsValues() throws Exception {
    AtomicInteger failures = new AtomicInteger(Integer.MAX_VALUE);
    ServerStructureTypes types = types(failures, Duration.ofHours(1));
    NodeId encoding = jobs().get(0).getEncodingOrTypeId();
    types.getCodec(encoding);
    int asked = failures.get();

    types.getCodec(encoding);

    assertThat(failures).hasValue(asked);
  }

  @Test
  void aValueThatDoesNotFitItsTypeIsToldOnce() throws Exception {
    EncodingContext cold = coldContext();
    NodeId encoding = jobs().get(0).getEncodingOrTypeId();

    for (int i = 0; i < 3; i++) {
      ExtensionObject broken = ExtensionObject.of(ByteString.of(new byte[] {1, 2}), encoding);
      assertThatThrownBy(() -> broken.decode(cold)).isInstanceOf(RuntimeException.class);
    }

    assertThat(log.list)
        .singleElement()
        .satisfies(event -> assertThat(event.getFormattedMessage()).contains("does not fit"));
  }

  /** Types of the plant whose tree answers nothing as often as it is told to. */
  private static ServerStructureTypes types(AtomicInteger failures, Duration retryDelay) {
    LazyClientDataTypeTree tree =
        new LazyClientDataTypeTree(client) {
          @Override
          public DataType getDataType(NodeId id) {
            return failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                ? null
                : super.getDataType(id);
          }
        };
    return new ServerStructureTypes(
        client, client.getNamespaceTable(), tree, new UndecodableTypes("plant"), retryDelay);
  }

  /** Types of a session that has just begun. */
  private static EncodingContext coldContext() throws Exception {
    client.resetDataTypeTree();
    client.resetDynamicDataTypeManager();
    client.resetDynamicEncodingContext();
    return client.getDynamicEncodingContext();
  }

  /** The same value as often as there are threads, none of them decoded yet. */
  private static List<ExtensionObject> jobs() throws Exception {
    NodeAttributeId job = NodeAttributeId.value(plantNode("Line1/Filler/Job"));
    return get(plant.services().read(Collections.nCopies(THREADS, job), 0)).stream()
        .map(value -> (ExtensionObject) value.value().value())
        .toList();
  }
}
