package org.bactrian.opcua.subscription;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeNotification;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemNotification;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Values of a DataChangeNotification from binary; a time is that of one value. In the package of
 * the decoder, which nobody else uses.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NotificationDecodingBenchmark {

  private static final int VALUES = 1_000;
  private static final EncodingContext CONTEXT = DefaultEncodingContext.INSTANCE;

  private ExtensionObject notification;

  /** Encodes a notification. */
  @Setup
  public void encode() {
    MonitoredItemNotification[] items = new MonitoredItemNotification[VALUES];
    DateTime time = new DateTime(133_000_000_000_000_001L);
    for (int i = 0; i < VALUES; i++) {
      DataValue value = new DataValue(new Variant(uint(i)), StatusCode.GOOD, time, time);
      items[i] = new MonitoredItemNotification(uint(i), value);
    }
    notification = ExtensionObject.encode(CONTEXT, new DataChangeNotification(items, null));
  }

  /** The decoder of the edge. */
  @Benchmark
  @OperationsPerInvocation(VALUES)
  public Object edge() {
    return DataChanges.decode(notification, CONTEXT);
  }

  /** The decoder of Eclipse Milo; an object that has been decoded would answer what it came to. */
  @Benchmark
  @OperationsPerInvocation(VALUES)
  public UaStructuredType milo() {
    return ExtensionObject.of(
            (ByteString) notification.getBody(), notification.getEncodingOrTypeId())
        .decode(CONTEXT);
  }
}
