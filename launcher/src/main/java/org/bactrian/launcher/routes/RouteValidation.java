package org.bactrian.launcher.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.bactrian.launcher.routes.RouteFile.Kind;
import org.bactrian.web.operation.OperationsComponent;
import org.bactrian.web.operation.ServedOperation;

/**
 * Validates a file before any of it runs: it is loaded into a scratch context with the kamelets,
 * templates and configurations of the files that it would run beside.
 */
public final class RouteValidation {

  /** A kamelet that a route chooses by message, such as {@code kamelet:${header.x}-sink}. */
  private static final Pattern CHOSEN_KAMELET = Pattern.compile("kamelet:[^\\s\"']*\\$\\{");

  private final CamelContext live;

  /** Validates files that would run in {@code live}. */
  public RouteValidation(CamelContext live) {
    this.live = live;
  }

  /**
   * Looks at a set of files that would run together.
   *
   * @return every fault of theirs, none when all could run
   */
  public List<RouteFault> faults(Collection<RouteFile> files) {
    return findings(files).faults();
  }

  /** The same with the operations that routes of the valid files carry out. */
  RouteFindings findings(Collection<RouteFile> files) {
    RouteSelection selection = RouteSelection.of(this, List.copyOf(files), List.of());
    return new RouteFindings(faults(selection), operations(selection.valid()));
  }

  private List<RouteOperation> operations(List<RouteCheckResult.Valid> valid) {
    List<RouteOperation> operations = new ArrayList<>();
    for (ServedOperation served :
        OperationsComponent.of(live).map(OperationsComponent::served).orElse(List.of())) {
      String id = served.operation();
      route(id, valid, RouteFacts::directSources)
          .or(() -> route(id, valid, RouteFacts::operations))
          .ifPresent(operations::add);
    }
    return operations;
  }

  private static Optional<RouteOperation> route(
      String operation,
      List<RouteCheckResult.Valid> valid,
      Function<RouteFacts, Map<String, String>> routes) {
    return valid.stream()
        .filter(result -> routes.apply(result.facts()).containsKey(operation))
        .map(
            result ->
                new RouteOperation(
                    operation,
                    routes.apply(result.facts()).get(operation),
                    result.file().shownLocation()))
        .findFirst();
  }

  private List<RouteFault> faults(RouteSelection selection) {
    List<RouteFault> faults = new ArrayList<>();
    for (RouteCheckResult.Invalid refused : selection.refused()) {
      faults.addAll(faults(refused, selection.valid()));
    }
    return faults;
  }

  /** The fault of a file that was refused, and those that show when it is left out. */
  private List<RouteFault> faults(
      RouteCheckResult.Invalid refused, List<RouteCheckResult.Valid> others) {
    Set<RouteFault> found = new LinkedHashSet<>();
    RouteCheckResult result = refused;
    while (result instanceof RouteCheckResult.Invalid invalid && found.add(invalid.fault())) {
      Optional<RouteFile> masked = FaultyLineMask.without(invalid.file(), invalid.fault());
      if (masked.isPresent()) {
        result = examine(masked.get(), others);
      }
    }
    return List.copyOf(found);
  }

  /** Looks at one file beside {@code others}, without what only the whole set can tell. */
  RouteCheckResult examine(RouteFile file, Collection<RouteCheckResult.Valid> others) {
    try (ScratchContext scratch = ScratchContext.beside(live)) {
      DefaultCamelContext context = scratch.context();
      for (RouteCheckResult.Valid other : others) {
        if (other.facts().isUsedByOthers()) {
          scratch.load(other.file());
        }
      }
      Set<RouteDefinition> before = new HashSet<>(context.getRouteDefinitions());
      Set<String> templatesBefore = templates(context);
      int configurationsBefore = context.getRouteConfigurationDefinitions().size();
      scratch.load(file);
      List<RouteDefinition> routes =
          context.getRouteDefinitions().stream().filter(route -> !before.contains(route)).toList();
      Set<String> templates = templates(context);
      templates.removeAll(templatesBefore);
      Optional<RouteFault> fault = contentFault(file, routes, templates, context);
      if (fault.isPresent()) {
        return new RouteCheckResult.Invalid(file, fault.get());
      }
      context.start();
      return new RouteCheckResult.Valid(
          file,
          new RouteFacts(
              routes.stream()
                  .filter(RouteDefinition::hasCustomIdAssigned)
                  .map(RouteDefinition::getRouteId)
                  .collect(Collectors.toSet()),
              templates,
              context.getRouteConfigurationDefinitions().size() > configurationsBefore,
              directSources(context, routes),
              operations(context, routes),
              directTargets(context, file),
              usedTemplates(file, others),
              CHOSEN_KAMELET.matcher(file.text()).find()));
    } catch (Exception | LinkageError | StackOverflowError e) {
      return new RouteCheckResult.Invalid(file, RouteFaultFactory.exception(file, e));
    }
  }

  private static Set<String> templates(DefaultCamelContext context) {
    return context.getRouteTemplateDefinitions().stream()
        .map(RouteTemplateDefinition::getId)
        .collect(Collectors.toSet());
  }

  private static Optional<RouteFault> contentFault(
      RouteFile file,
      List<RouteDefinition> routes,
      Set<String> templates,
      DefaultCamelContext context) {
    if (file.kind() == Kind.KAMELET && !templates.contains(file.kameletName())) {
      return Optional.of(
          RouteFaultFactory.text(
              file,
              "name:",
              "the kamelet's metadata.name must be \""
                  + file.kameletName()
                  + "\", as the file is named"));
    }
    Set<String> ids = new HashSet<>();
    for (RouteDefinition route : routes) {
      if (route.hasCustomIdAssigned() && !ids.add(route.getRouteId())) {
        return Optional.of(
            RouteFaultFactory.text(
                file, route.getRouteId(), "two routes have the id \"" + route.getRouteId() + "\""));
      }
      for (KameletDefinition step :
          ProcessorDefinitionHelper.filterTypeInOutputs(
              route.getOutputs(), KameletDefinition.class)) {
        String name = step.getName().split("[/?]")[0];
        if (context.getRouteTemplateDefinition(name) == null) {
          return Optional.of(RouteFaultFactory.unknownKamelet(file, name));
        }
      }
    }
    return ExpressionClasses.missing(file, context);
  }

  /** Routes of kamelets start from their own parameters, and no other route sends there. */
  private static Map<String, String> directSources(
      DefaultCamelContext context, List<RouteDefinition> routes) {
    Map<String, String> sources = new HashMap<>();
    for (RouteDefinition route : routes) {
      if (!Boolean.TRUE.equals(route.isKamelet())) {
        String uri = sourceUri(context, route);
        if (uri.startsWith("direct:")) {
          sources.put(uri.replaceFirst("^direct:(//)?", "").split("\\?")[0], ownId(route));
        }
      }
    }
    return sources;
  }

  private static String ownId(RouteDefinition route) {
    return route.hasCustomIdAssigned() ? route.getRouteId() : "";
  }

  /** The address with its placeholders resolved, those of a route template's parameters first. */
  private static String sourceUri(DefaultCamelContext context, RouteDefinition route) {
    Properties parameters = new Properties();
    if (route.getTemplateParameters() != null) {
      route
          .getTemplateParameters()
          .forEach((name, value) -> parameters.setProperty(name, String.valueOf(value)));
    }
    context.getPropertiesComponent().setLocalProperties(parameters);
    try {
      return context.resolvePropertyPlaceholders(route.getInput().getEndpointUri());
    } finally {
      context.getPropertiesComponent().setLocalProperties(null);
    }
  }

  private Map<String, String> operations(
      DefaultCamelContext context, List<RouteDefinition> routes) {
    Map<String, String> operations = new HashMap<>();
    Optional<OperationsComponent> component = OperationsComponent.of(live);
    for (RouteDefinition route : routes) {
      String uri = sourceUri(context, route);
      if (component.isPresent() && uri.startsWith(OperationsComponent.NAME + ":")) {
        try {
          component.get().operations(uri).forEach(id -> operations.put(id, ownId(route)));
        } catch (IllegalArgumentException e) {
          throw new ResolveEndpointFailedException(uri, e);
        }
      }
    }
    return operations;
  }

  private Map<String, Integer> directTargets(DefaultCamelContext context, RouteFile file) {
    Map<String, String> inside = directSources(context, context.getRouteDefinitions());
    inside.putAll(operations(context, context.getRouteDefinitions()));
    Map<String, Integer> targets = new HashMap<>();
    for (Endpoint endpoint : context.getEndpoints()) {
      if (endpoint instanceof DirectEndpoint direct) {
        String name = direct.getEndpointUri().replaceFirst("^direct:(//)?", "").split("\\?")[0];
        if (!inside.containsKey(name)) {
          targets.put(name, file.lineOf("direct:" + name));
        }
      }
    }
    return targets;
  }

  private static Set<String> usedTemplates(
      RouteFile file, Collection<RouteCheckResult.Valid> others) {
    Set<String> used = new HashSet<>();
    for (RouteCheckResult.Valid other : others) {
      List<String> named = new ArrayList<>(other.facts().templates());
      named.removeIf(template -> !file.text().contains(template));
      if (!named.isEmpty()) {
        used.addAll(named);
        used.addAll(other.facts().usedTemplates());
      }
    }
    return used;
  }
}
