package org.bactrian.web.operation;

import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.URISupport;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.contract.Contracts;
import org.bactrian.web.contract.Operation;
import org.bactrian.web.contract.RequestValidator;

/**
 * Component {@code operations}: a route from {@code operations:CONTRACT} carries out every
 * operation of the contract for which no route starts from {@code direct:} and the operation's id.
 * Such a route takes its operation over as soon as it is added, and gives it back when it is
 * removed. With {@code tags=A,B} it is the operations of those tags, with {@code to.OPERATION=TEXT}
 * those that are named, whose text the route finds as {@link OperationHeaders#TARGET}. Safe for use
 * by several threads.
 */
public final class OperationsComponent extends DefaultComponent {

  /** Scheme of the component. */
  public static final String NAME = "operations";

  /** Name of the bean that carries operations out by beans, see {@link OperationBeans}. */
  public static final String BEANS = "operationBeans";

  private static final String DIRECT = "direct://";

  private final String folder;
  private final OperationDispatcher dispatcher;

  /** Ids of the routes that start from {@code direct:}, by the name behind it. */
  private final Map<String, String> routes = new ConcurrentHashMap<>();

  private final Map<String, OperationOffer> offers = new ConcurrentHashMap<>();

  /** Names whose route is being replaced, so that no other may carry them out meanwhile. */
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  private OperationsComponent(CamelContext context, String folder) {
    super(context);
    this.folder = folder;
    this.dispatcher = new OperationDispatcher(context);
  }

  /**
   * Adds the component and its bean to a context that has none yet.
   *
   * @param folder where the contracts lie on the class path, such as {@code openapi/cloud}; they
   *     are read when the first route asks
   */
  public static OperationsComponent installIn(CamelContext context, String folder) {
    if (context.hasComponent(NAME) instanceof OperationsComponent present) {
      return present;
    }
    OperationsComponent component = new OperationsComponent(context, folder);
    context.addComponent(NAME, component);
    context.getTypeConverterRegistry().addFallbackTypeConverter(new JsonBodies(), false);
    context.getRegistry().bind(BEANS, new OperationBeans(component));
    component.added(context.getRoutes());
    context.addLifecycleStrategy(
        new LifecycleStrategySupport() {
          @Override
          public void onRoutesAdd(Collection<Route> added) {
            component.added(added);
          }

          @Override
          public void onRoutesRemove(Collection<Route> removed) {
            component.removed(removed);
          }
        });
    return component;
  }

  /** The component of a context; empty when it has none. */
  public static Optional<OperationsComponent> of(CamelContext context) {
    return context.hasComponent(NAME) instanceof OperationsComponent present
        ? Optional.of(present)
        : Optional.empty();
  }

  /** Calls operations. */
  public OperationDispatcher dispatcher() {
    return dispatcher;
  }

  Contracts contracts() {
    return Contracts.packed(getCamelContext(), folder);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    Map<String, Object> selecting = new HashMap<>(parameters);
    selecting.keySet().removeIf(name -> !OperationSelection.reads(name));
    parameters.keySet().removeAll(selecting.keySet());
    // The contract is read when a route starts: to create it must not take as long.
    return new OperationsEndpoint(
        uri, this, () -> OperationSelection.of(contracts(), remaining, new HashMap<>(selecting)));
  }

  /**
   * Ids of the operations that an address stands for.
   *
   * @param uri address, such as {@code operations:registry}
   * @throws IllegalArgumentException when it stands for none
   */
  public Set<String> operations(String uri) {
    String[] parts = uri.replaceFirst("^" + NAME + ":(//)?", "").split("\\?", 2);
    try {
      Map<String, Object> parameters =
          parts.length < 2 ? new HashMap<>() : URISupport.parseQuery(parts[1]);
      return OperationSelection.of(contracts(), parts[0], parameters).ids();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The operation of that id; empty when no contract has it. */
  public Optional<Operation> operation(String id) {
    return contracts().operation(id);
  }

  /** The validator of the requests of an operation; empty when no contract has it. */
  public Optional<RequestValidator> validator(String id) {
    return contracts().validator(id);
  }

  /** Id of the route that carries an operation out; empty for none. */
  public Optional<String> routeOf(String operation) {
    return Optional.ofNullable(routes.get(operation))
        .or(() -> Optional.ofNullable(offers.get(operation)).map(OperationOffer::routeId));
  }

  /**
   * The operation that callers from outside mean by a name of any case: one of a contract, or a
   * route that says by its id that it is one.
   *
   * @return its id, which is also its name behind {@code direct:}; empty when none is carried out
   */
  public Optional<String> find(String name) {
    if (isCallable(name)) {
      return Optional.of(name);
    }
    return Stream.concat(offers.keySet().stream(), routes.keySet().stream())
        .filter(id -> id.equalsIgnoreCase(name))
        .filter(this::isCallable)
        .findFirst();
  }

  private boolean isCallable(String id) {
    if (offers.containsKey(id)) {
      return true;
    }
    String route = routes.get(id);
    return route != null && (route.equals(id) || operation(id).isPresent());
  }

  /**
   * Every operation of every contract and what carries it out, as the contracts list them, then the
   * routes that are operations of no contract.
   */
  public List<ServedOperation> served() {
    List<ServedOperation> served = new ArrayList<>();
    for (Contract contract : contracts().all()) {
      for (Operation operation : contract.operations()) {
        served.add(
            new ServedOperation(
                contract.service(),
                operation.id(),
                routeOf(operation.id()).orElse(""),
                target(operation)));
      }
    }
    routes.entrySet().stream()
        .filter(route -> route.getKey().equals(route.getValue()))
        .filter(route -> operation(route.getKey()).isEmpty())
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            route -> served.add(new ServedOperation("", route.getKey(), route.getValue(), "")));
    return served;
  }

  private String target(Operation operation) {
    OperationOffer offer = offers.get(operation.id());
    if (offer == null || routes.containsKey(operation.id())) {
      return "";
    }
    return offer.target().isEmpty()
        ? OperationBeans.target(getCamelContext(), operation).orElse("")
        : offer.target();
  }

  /**
   * Keeps the operations of routes that are about to be replaced from being carried out by other
   * routes meanwhile: callers wait for the new route.
   *
   * @param routeIds ids of the routes
   */
  public synchronized void hold(Collection<String> routeIds) {
    routes.forEach(
        (operation, route) -> {
          if (routeIds.contains(route)) {
            held.add(operation);
          }
        });
  }

  /** Gives operations back that are held and whose route is gone. */
  public synchronized void release() {
    for (String operation : List.copyOf(held)) {
      held.remove(operation);
      String route = routes.get(operation);
      if (route != null && getCamelContext().getRoute(route) == null) {
        routes.remove(operation);
        start(operation);
      }
    }
  }

  /**
   * Takes an offer.
   *
   * @throws IllegalArgumentException when another route offers the operation already
   */
  synchronized void add(OperationOffer offer) {
    OperationOffer other = offers.putIfAbsent(offer.operation(), offer);
    if (other != null) {
      throw new IllegalArgumentException(
          "The route " + other.routeId() + " carries out " + offer.operation() + " already");
    }
    start(offer.operation());
  }

  synchronized void remove(OperationOffer offer) {
    if (offers.remove(offer.operation(), offer)) {
      ServiceHelper.stopAndShutdownService(offer.consumer());
    }
  }

  private synchronized void added(Collection<Route> added) {
    for (Route route : added) {
      name(route)
          .ifPresent(
              name -> {
                routes.put(name, route.getRouteId());
                OperationOffer offer = offers.get(name);
                if (offer != null) {
                  ServiceHelper.stopService(offer.consumer());
                }
              });
    }
  }

  private synchronized void removed(Collection<Route> removed) {
    for (Route route : removed) {
      name(route)
          .filter(name -> !held.contains(name))
          .filter(name -> routes.remove(name, route.getRouteId()))
          .ifPresent(this::start);
    }
  }

  private void start(String operation) {
    OperationOffer offer = offers.get(operation);
    if (offer != null && !routes.containsKey(operation) && !getCamelContext().isStopping()) {
      ServiceHelper.startService(offer.consumer());
    }
  }

  private static Optional<String> name(Route route) {
    String uri = route.getEndpoint().getEndpointBaseUri();
    return uri.startsWith(DIRECT) ? Optional.of(uri.substring(DIRECT.length())) : Optional.empty();
  }
}
