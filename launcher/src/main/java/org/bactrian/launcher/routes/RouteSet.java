package org.bactrian.launcher.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.support.PluginHelper;
import org.bactrian.launcher.routes.RouteFile.Kind;
import org.bactrian.web.operation.OperationsComponent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that a Camel context has the routes of. What is added is created and not started, so that
 * all of a set is there before the first message: a message creates the routes of kamelets, for
 * which Camel's lists of definitions are not safe. Not thread-safe.
 */
final class RouteSet {

  private static final Logger LOG = LoggerFactory.getLogger(RouteSet.class);

  /** Orders files by their need of each other. */
  private static final Comparator<RouteFile> PHASES =
      Comparator.comparing((RouteFile file) -> file.kind())
          .thenComparing(file -> !file.names("routeConfiguration") && !file.names("routeTemplate"))
          .thenComparing(
              file -> file.text().contains("uri: operations:") || file.text().contains("- rest:"));

  private final ModelCamelContext context;
  private final RouteSources sources;
  private final RouteRemoval removal;
  private final Map<String, LoadedRoutes> loaded = new LinkedHashMap<>();

  /** Routes that are to be started, with the option by which their file says so. */
  private final Map<RouteDefinition, Optional<String>> held = new HashMap<>();

  private volatile @Nullable Thread adding;

  /**
   * @param operations component whose operations the routes may carry out
   */
  RouteSet(ModelCamelContext context, Optional<OperationsComponent> operations) {
    this.context = context;
    this.sources = new RouteSources(context, operations);
    this.removal = new RouteRemoval(context);
    context.addModelLifecycleStrategy(
        new ModelLifecycleStrategySupport() {
          @Override
          public void onAddRouteDefinition(RouteDefinition route) {
            hold(route);
          }
        });
  }

  /**
   * Order in which files are added. Kamelets come first, then what configures routes or is a
   * template of them, since both are needed to create a route. REST and operations come last:
   * telemetry need not wait until their contract is read, and they carry out no operation that
   * another route is to.
   *
   * @param last files that give way to others where both cannot be
   */
  static Comparator<RouteFile> order(Predicate<RouteFile> last) {
    return PHASES
        .thenComparing(file -> last.test(file))
        .thenComparing(file -> !file.isPacked())
        .thenComparing(RouteFile::name);
  }

  /** The loaded files with their content, by key. */
  Map<String, LoadedRoutes> loaded() {
    return loaded;
  }

  /**
   * Adds files, but for those that cannot be created.
   *
   * @return faults by the keys of the files that cannot
   */
  Map<String, RouteFault> addAll(Collection<RouteFile> files) {
    Map<String, RouteFault> faults = new TreeMap<>();
    for (RouteFile file : files) {
      add(file).ifPresent(fault -> faults.put(file.key(), fault));
    }
    return faults;
  }

  /** Creates what the file holds; when that fails, nothing of it stays. */
  Optional<RouteFault> add(RouteFile file) {
    if (!file.unreadable().isEmpty()) {
      return Optional.of(file.fault(file.unreadable()));
    }
    List<RouteDefinition> routes = new ArrayList<>(context.getRouteDefinitions());
    List<RouteTemplateDefinition> templates = List.copyOf(context.getRouteTemplateDefinitions());
    List<RouteConfigurationDefinition> configurations =
        List.copyOf(context.getRouteConfigurationDefinitions());
    List<RestDefinition> rests = List.copyOf(context.getRestDefinitions());
    Optional<RouteFault> fault;
    adding = Thread.currentThread();
    try {
      fault = create(file, routes);
    } catch (Exception | LinkageError | StackOverflowError e) {
      LOG.debug("{} cannot be created", file, e);
      fault = Optional.of(RouteFaultFactory.exception(file, e));
    } finally {
      adding = null;
    }
    Set<RouteDefinition> own = own(routes);
    boolean sound = fault.isEmpty();
    loaded.put(
        file.key(),
        new LoadedRoutes(
            file,
            own,
            added(context.getRouteTemplateDefinitions(), templates)
                .map(RouteTemplateDefinition::getId)
                .collect(Collectors.toSet()),
            added(context.getRouteConfigurationDefinitions(), configurations)
                .collect(Collectors.toSet()),
            added(context.getRestDefinitions(), rests).collect(Collectors.toSet()),
            sound ? sources.direct(own) : Map.of()));
    fault = fault.or(() -> contentFault(loaded.get(file.key())));
    fault.ifPresent(unused -> drop(file.key()));
    return fault;
  }

  private Optional<RouteFault> create(RouteFile file, List<RouteDefinition> before)
      throws Exception {
    Collection<RoutesBuilder> builders =
        PluginHelper.getRoutesLoader(context).findRoutesBuilders(file.resource());
    Optional<RouteFault> taken = takenId(file, builders);
    if (taken.isPresent()) {
      return taken;
    }
    for (RoutesBuilder builder : builders) {
      if (builder instanceof RouteConfigurationsBuilder configurations) {
        context.addRoutesConfigurations(configurations);
      }
      context.addRoutes(builder);
      context.addTemplatedRoutes(builder);
    }
    if (!context.isStarted()) {
      context.startRouteDefinitions(List.copyOf(own(before)));
    }
    if (!file.isPacked()) {
      sources.operations(own(before));
    }
    return Optional.empty();
  }

  /** Camel would put a route in the place of another with its id. */
  private Optional<RouteFault> takenId(RouteFile file, Collection<RoutesBuilder> builders)
      throws Exception {
    Map<String, RouteFile> owners = new HashMap<>();
    loaded.values().forEach(other -> other.routeIds().forEach(id -> owners.put(id, other.file())));
    for (RoutesBuilder builder : builders) {
      if (builder instanceof RouteBuilder routes) {
        Stream<String> plain =
            routes.configureRoutes(context).getRoutes().stream()
                .filter(RouteDefinition::hasCustomIdAssigned)
                .map(RouteDefinition::getRouteId);
        Stream<String> templated =
            routes.getTemplatedRouteCollection().getTemplatedRoutes().stream()
                .map(route -> String.valueOf(route.getRouteId()));
        for (String id : Stream.concat(plain, templated).toList()) {
          RouteFile owner = owners.putIfAbsent(id, file);
          if (owner != null) {
            return Optional.of(RouteFaultFactory.takenId(file, id, owner));
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<RouteFault> contentFault(LoadedRoutes content) {
    RouteFile file = content.file();
    if (file.kind() == Kind.KAMELET && !content.templates().contains(file.kameletName())) {
      return Optional.of(
          RouteFaultFactory.text(
              file,
              "name:",
              "the kamelet's metadata.name must be \""
                  + file.kameletName()
                  + "\", as the file is named"));
    }
    return content.routes().stream()
        .flatMap(
            route ->
                ProcessorDefinitionHelper.filterTypeInOutputs(
                    route.getOutputs(), KameletDefinition.class)
                    .stream())
        .map(step -> step.getName().split("[/?]")[0])
        .filter(name -> context.getRouteTemplateDefinition(name) == null)
        .findFirst()
        .map(name -> RouteFaultFactory.unknownKamelet(file, name))
        .or(() -> ExpressionClasses.missing(file, context));
  }

  /** Keeps Camel from starting a route of a file before {@link #start}. */
  private void hold(RouteDefinition route) {
    String option = route.getAutoStartup();
    if (adding == Thread.currentThread()
        && !RouteRemoval.isKamelet(route)
        && (option == null || Boolean.parseBoolean(context.resolvePropertyPlaceholders(option)))) {
      held.put(route, Optional.ofNullable(option));
      route.setAutoStartup("false");
    }
  }

  /** Starts the routes of a file; when that fails, nothing of it stays. */
  Optional<RouteFault> start(String key) {
    LoadedRoutes content = Objects.requireNonNull(loaded.get(key), key);
    try {
      for (RouteDefinition route : content.routes()) {
        Optional<String> option = held.remove(route);
        if (option != null) {
          route.setAutoStartup(option.orElse(null));
          context.getRouteController().startRoute(route.getRouteId());
          Route started = context.getRoute(route.getRouteId());
          started.setAutoStartup(true);
        }
      }
      return Optional.empty();
    } catch (Exception | LinkageError e) {
      LOG.debug("{} does not start", content.file(), e);
      drop(key);
      return Optional.of(RouteFaultFactory.exception(content.file(), e));
    }
  }

  private void drop(String key) {
    try {
      remove(key);
    } catch (Exception e) {
      LOG.error("A route of a file that cannot run cannot be removed: {}", e.getMessage());
    }
  }

  /**
   * Stops and removes what was made of a file, after what is in flight is done.
   *
   * @throws Exception when a route cannot be stopped
   */
  void remove(String key) throws Exception {
    LoadedRoutes content = loaded.remove(key);
    content.routes().forEach(held::remove);
    removal.remove(content);
  }

  /**
   * Faults of files that send to a {@code direct:} endpoint that no route of the set starts from.
   *
   * @return faults by the keys of the files
   */
  Map<String, RouteFault> missingTargets() {
    Set<String> targets = new HashSet<>();
    for (Endpoint endpoint : context.getEndpoints()) {
      if (endpoint instanceof DirectEndpoint direct) {
        RouteSources.direct(direct.getEndpointUri()).ifPresent(targets::add);
      }
    }
    loaded.values().forEach(content -> targets.removeAll(content.directSources().keySet()));
    if (!targets.isEmpty()) {
      loaded
          .values()
          .forEach(content -> targets.removeAll(sources.operations(content.routes()).keySet()));
    }
    Map<String, RouteFault> faults = new TreeMap<>();
    targets.forEach(name -> faults.putAll(sendersTo(name)));
    return faults;
  }

  private Map<String, RouteFault> sendersTo(String name) {
    Map<String, RouteFault> faults = new TreeMap<>();
    for (String written : List.of("direct:" + name, name)) {
      for (LoadedRoutes content : loaded.values()) {
        if (faults.isEmpty() && content.file().names(written)) {
          faults.put(
              content.file().key(),
              RouteFaultFactory.text(
                  content.file(), written, "no route starts from direct:" + name));
        }
      }
    }
    return faults;
  }

  /** Removes files until every {@code direct:} endpoint that one sends to is there. */
  Map<String, RouteFault> removeThoseWithoutTarget() {
    Map<String, RouteFault> faults = new TreeMap<>();
    Map<String, RouteFault> found = missingTargets();
    while (!found.isEmpty()) {
      found.keySet().forEach(this::drop);
      faults.putAll(found);
      found = missingTargets();
    }
    return faults;
  }

  /** The route that carries out an operation; one that starts from {@code direct:} comes first. */
  Optional<RouteOperation> routeOf(String operation) {
    return routeOf(operation, LoadedRoutes::directSources)
        .or(() -> routeOf(operation, content -> sources.operations(content.routes())));
  }

  private Optional<RouteOperation> routeOf(
      String operation, Function<LoadedRoutes, Map<String, String>> sources) {
    return loaded.values().stream()
        .flatMap(
            content ->
                Stream.ofNullable(sources.apply(content).get(operation))
                    .map(
                        route ->
                            new RouteOperation(operation, route, content.file().shownLocation())))
        .findFirst();
  }

  private Set<RouteDefinition> own(List<RouteDefinition> before) {
    return added(context.getRouteDefinitions(), before)
        .filter(route -> !RouteRemoval.isKamelet(route))
        .collect(Collectors.toSet());
  }

  /** A copy is made without an iterator, which a change by another thread would end. */
  private static <T> Stream<T> added(List<T> now, List<T> before) {
    return new ArrayList<>(now).stream().filter(definition -> !before.contains(definition));
  }
}
