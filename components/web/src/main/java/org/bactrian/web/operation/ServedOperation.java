package org.bactrian.web.operation;

/**
 * Operation and what carries it out.
 *
 * @param service name of the contract, such as {@code registry}; empty for a route of no contract
 *     that starts from {@code direct:} and its own id, and so is a method of that name
 * @param operation id of the operation
 * @param route id of the route that carries it out, empty for none
 * @param target what that route calls: bean and method, or what its table says; empty where the
 *     route is one of the operation alone
 */
public record ServedOperation(String service, String operation, String route, String target) {}
