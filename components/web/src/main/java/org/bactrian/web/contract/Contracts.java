package org.bactrian.web.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/** The contracts of all services that are present. Safe for use by several threads. */
public final class Contracts {

  private final List<Contract> contracts;
  private final PathIndex index;
  private final Map<String, RequestValidator> validators = new HashMap<>();

  /** Takes contracts whose paths and whose operation ids differ. */
  public Contracts(Collection<Contract> contracts) {
    this.contracts = List.copyOf(contracts);
    List<Operation> operations = new ArrayList<>();
    for (Contract contract : this.contracts) {
      BodySchemas schemas = new BodySchemas(contract);
      for (Operation operation : contract.operations()) {
        operations.add(operation);
        RequestValidator validator = new RequestValidator(operation, schemas);
        if (validators.put(operation.id(), validator) != null) {
          throw new IllegalArgumentException(
              "Two operations have the id "
                  + operation.id()
                  + ", so one route would carry out both");
        }
      }
    }
    this.index = new PathIndex(operations);
  }

  /**
   * The contracts that are packed with the program, read once a context.
   *
   * @param folder where they lie on the class path, such as {@code openapi/cloud}
   */
  public static synchronized Contracts packed(CamelContext context, String folder) {
    Contracts known = context.getRegistry().lookupByNameAndType(folder, Contracts.class);
    if (known == null) {
      known = read(context, folder);
      context.getRegistry().bind(folder, known);
    }
    return known;
  }

  private static Contracts read(CamelContext context, String folder) {
    try {
      // The first of a name counts, as on the class path.
      Map<String, Contract> found = new TreeMap<>();
      Collection<Resource> resources =
          PluginHelper.getPackageScanResourceResolver(context)
              .findResources("classpath:" + folder + "/*.yaml");
      for (Resource resource : resources) {
        String location = resource.getLocation();
        String file = location.substring(location.lastIndexOf('/') + 1);
        String service = file.substring(0, file.lastIndexOf('.'));
        if (!found.containsKey(service)) {
          try (InputStream stream = resource.getInputStream()) {
            found.put(service, Contract.read(service, stream));
          }
        }
      }
      return new Contracts(found.values());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("The contracts of the services cannot be read", e);
    }
  }

  /** The contracts by the names of their services. */
  public List<Contract> all() {
    return contracts;
  }

  /** Resolves a request to its operation. */
  public OperationResolution resolve(String method, String path) {
    Map<String, Operation> operations = index.at(path);
    Operation operation = operations.get(method);
    if (operation != null) {
      return new OperationResolution.Found(operation);
    }
    if (!operations.isEmpty()) {
      return new OperationResolution.OtherMethod(List.copyOf(operations.keySet()));
    }
    boolean service =
        contracts.stream()
            .anyMatch(
                contract ->
                    path.equals(contract.basePath()) || path.startsWith(contract.basePath() + "/"));
    return service ? new OperationResolution.NoOperation() : new OperationResolution.Elsewhere();
  }

  /**
   * A path as the contracts spell it, whatever the case of its literal segments; empty when it is
   * none of theirs.
   */
  public Optional<String> spelled(String path) {
    return index.spelled(path);
  }

  /** The operation of that id; empty when no contract has it. */
  public Optional<Operation> operation(String operationId) {
    return validator(operationId).map(RequestValidator::operation);
  }

  /** The validator of the requests of an operation. */
  public Optional<RequestValidator> validator(String operationId) {
    return Optional.ofNullable(validators.get(operationId));
  }
}
