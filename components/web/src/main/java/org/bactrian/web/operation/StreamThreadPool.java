package org.bactrian.web.operation;

import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/**
 * Thread pool of streamed answers. Each answer has a thread at once or is rejected; none waits for
 * another one's end, which may be far.
 */
public final class StreamThreadPool {

  private StreamThreadPool() {}

  /**
   * Creates a pool, which ends with the context.
   *
   * @param source owner of the pool
   * @param name name of its threads
   * @param maxThreads answers at once, at least 1
   */
  public static ExecutorService of(
      CamelContext context, Object source, String name, int maxThreads) {
    return context
        .getExecutorServiceManager()
        .newThreadPool(
            source,
            name,
            new ThreadPoolProfileBuilder(name)
                // With 0 and no queue, Camel would make a pool of one thread.
                .poolSize(1)
                .allowCoreThreadTimeOut(true)
                .maxPoolSize(maxThreads)
                .maxQueueSize(0)
                .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                .build());
  }
}
