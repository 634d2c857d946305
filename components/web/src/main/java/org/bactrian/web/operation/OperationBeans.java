package org.bactrian.web.operation;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.BeanScope;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.web.contract.Contracts;
import org.bactrian.web.contract.Operation;

/**
 * Carries out operations by beans: the contract names the bean of an operation by its tag, and the
 * method by its id, with a small first letter. Safe for use by several threads.
 */
public final class OperationBeans extends AsyncProcessorSupport {

  private final OperationsComponent operations;
  private final Map<String, AsyncProcessor> beans = new ConcurrentHashMap<>();

  OperationBeans(OperationsComponent operations) {
    this.operations = operations;
  }

  /** The contracts of the operations, read with the first call. */
  public Contracts contracts() {
    return operations.contracts();
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    AsyncProcessor bean;
    try {
      String id = exchange.getMessage().getHeader(OperationHeaders.OPERATION, "", String.class);
      bean = beans.computeIfAbsent(id, this::bean);
    } catch (RuntimeException e) {
      exchange.setException(e);
      callback.done(true);
      return true;
    }
    return bean.process(exchange, callback);
  }

  private AsyncProcessor bean(String id) {
    CamelContext context = operations.getCamelContext();
    Operation operation =
        operations
            .operation(id)
            .filter(known -> target(context, known).isPresent())
            .orElseThrow(
                () ->
                    new OperationException(
                        FaultKind.NOT_SUPPORTED, "No route carries out " + id + "."));
    try {
      AsyncProcessor made =
          AsyncProcessorConverterHelper.convert(
              PluginHelper.getBeanProcessorFactory(context)
                  .createBeanProcessor(
                      context,
                      null,
                      null,
                      null,
                      operation.bean(),
                      operation.beanMethod(),
                      BeanScope.Singleton));
      ServiceHelper.startService(made);
      return made;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(id + " cannot be carried out by its bean", e);
    }
  }

  /** Bean and method of an operation, such as {@code endpoints.getEndpoint}; empty for none. */
  static Optional<String> target(CamelContext context, Operation operation) {
    Object bean =
        operation.bean().isEmpty() ? null : context.getRegistry().lookupByName(operation.bean());
    boolean present =
        bean != null
            && Arrays.stream(bean.getClass().getMethods())
                .anyMatch(method -> method.getName().equals(operation.beanMethod()));
    return present
        ? Optional.of(operation.bean() + "." + operation.beanMethod())
        : Optional.empty();
  }
}
