package org.bactrian.web.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.contract.Contracts;
import org.bactrian.web.contract.Operation;

/**
 * The operations that an address {@code operations:CONTRACT} stands for.
 *
 * @param operations the operations
 * @param targets what the route's table says of each, by operation id; none without a table
 */
record OperationSelection(List<Operation> operations, Map<String, String> targets) {

  /** Parameter with the tags of the operations, separated by commas; all without it. */
  static final String TAGS = "tags";

  /** Prefix of the parameters that make the table: {@code to.OPERATION=TARGET}. */
  static final String TARGET_PREFIX = "to.";

  OperationSelection {
    operations = List.copyOf(operations);
    targets = Map.copyOf(targets);
  }

  /** Returns whether a parameter says which operations are meant. */
  static boolean reads(String parameter) {
    return parameter.equals(TAGS) || parameter.startsWith(TARGET_PREFIX);
  }

  /**
   * The operations of an address.
   *
   * @param service name of the contract
   * @param parameters parameters of the address; those that are read here are removed
   * @throws IllegalArgumentException when the contracts have no such service, tag or operation
   */
  static OperationSelection of(
      Contracts contracts, String service, Map<String, Object> parameters) {
    Contract contract = contract(contracts, service);
    Set<String> tags = tags(contract, parameters.remove(TAGS));
    Map<String, String> targets = new TreeMap<>();
    for (String name : List.copyOf(parameters.keySet())) {
      if (name.startsWith(TARGET_PREFIX)) {
        Object target = parameters.remove(name);
        targets.put(name.substring(TARGET_PREFIX.length()), String.valueOf(target));
      }
    }
    List<Operation> operations = new ArrayList<>();
    Set<String> unknown = new TreeSet<>(targets.keySet());
    for (Operation operation : contract.operations()) {
      unknown.remove(operation.id());
      boolean tagged = tags.isEmpty() || tags.contains(operation.tag());
      if (tagged && (targets.isEmpty() || targets.containsKey(operation.id()))) {
        operations.add(operation);
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "The contract " + service + " has no operation " + String.join(", ", unknown));
    }
    return new OperationSelection(operations, targets);
  }

  private static Contract contract(Contracts contracts, String service) {
    return contracts.all().stream()
        .filter(contract -> contract.service().equals(service))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no contract "
                        + service
                        + " but "
                        + contracts.all().stream()
                            .map(Contract::service)
                            .collect(Collectors.joining(", "))));
  }

  private static Set<String> tags(Contract contract, Object parameter) {
    Set<String> tags = new TreeSet<>();
    if (parameter != null) {
      for (String tag : parameter.toString().split(",")) {
        if (contract.operations().stream().noneMatch(one -> one.tag().equals(tag.strip()))) {
          throw new IllegalArgumentException(
              "No operation of the contract " + contract.service() + " has the tag " + tag.strip());
        }
        tags.add(tag.strip());
      }
    }
    return tags;
  }

  /** Ids of the operations. */
  Set<String> ids() {
    return operations.stream().map(Operation::id).collect(Collectors.toSet());
  }
}
