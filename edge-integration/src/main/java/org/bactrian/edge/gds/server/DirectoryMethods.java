package org.bactrian.edge.gds.server;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.bactrian.edge.gds.ApplicationRegistrar;
import org.bactrian.edge.gds.GdsApplication;
import org.bactrian.edge.gds.GdsApplicationBuilder;
import org.bactrian.model.vault.ApplicationVaultRequest;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ServerOnNetwork;
import org.jspecify.annotations.Nullable;

/** Bodies of the methods of DirectoryType (Part 12, 6.5). Thread-safe. */
final class DirectoryMethods {

  private static final int SERVERS = 1;
  private static final int CLIENTS = 2;

  /** Records of one answer, which fits into a message whatever is in them. */
  private static final int PAGE = 100;

  /** URLs of a client that lets servers connect to it. */
  private static final String REVERSE = "rcp+";

  private final ApplicationRegistrar registrar;
  private final TrustListNodes trustLists;
  private final EncodingContext encoding;
  private final UShort namespace;
  private final DateTime started = DateTime.now();

  /**
   * @param encoding encoding of the server
   * @param namespace index of the namespace of Part 12
   */
  DirectoryMethods(
      ApplicationRegistrar registrar,
      TrustListNodes trustLists,
      EncodingContext encoding,
      UShort namespace) {
    this.registrar = registrar;
    this.trustLists = trustLists;
    this.encoding = encoding;
    this.namespace = namespace;
  }

  Map<GdsMethod, GdsMethodHandler.Body> bodies() {
    return Map.of(
        GdsMethod.FIND_APPLICATIONS,
        this::find,
        GdsMethod.REGISTER_APPLICATION,
        this::register,
        GdsMethod.UPDATE_APPLICATION,
        this::update,
        GdsMethod.UNREGISTER_APPLICATION,
        this::unregister,
        GdsMethod.GET_APPLICATION,
        this::get,
        GdsMethod.QUERY_APPLICATIONS,
        this::queryApplications,
        GdsMethod.QUERY_SERVERS,
        this::queryServers);
  }

  private List<Object> find(GdsCaller caller, MethodInputs inputs) throws UaException {
    ExtensionObject[] found =
        registrar.applications().find(inputs.text(0)).stream()
            .map(this::record)
            .toArray(ExtensionObject[]::new);
    return List.of((Object) found);
  }

  private List<Object> register(GdsCaller caller, MethodInputs inputs) throws UaException {
    GdsApplication described = described(inputs);
    caller.mayActFor(described);
    return List.of(new NodeId(namespace, registrar.register(described).id()));
  }

  private List<Object> update(GdsCaller caller, MethodInputs inputs) throws UaException {
    GdsApplication described = described(inputs);
    caller.mayActFor(registrar.get(described.id()));
    registrar.update(described);
    return List.of();
  }

  private List<Object> unregister(GdsCaller caller, MethodInputs inputs) throws UaException {
    GdsApplication known = registrar.get(inputs.guid(0));
    caller.mayActFor(known);
    registrar.unregister(known.id());
    trustLists.remove(known.id());
    return List.of();
  }

  private List<Object> get(GdsCaller caller, MethodInputs inputs) throws UaException {
    return List.of(record(registrar.get(inputs.guid(0))));
  }

  private List<Object> queryApplications(GdsCaller caller, MethodInputs inputs) throws UaException {
    long types = inputs.number(4);
    List<GdsApplication> matching =
        matching(inputs, inputs.text(5), inputs.texts(6)).stream()
            .filter(application -> isOfType(application, types))
            .toList();
    List<GdsApplication> page = matching.subList(0, Math.min(pageSize(inputs), matching.size()));
    boolean more = page.size() < matching.size();
    ExtensionObject[] descriptions =
        page.stream().map(this::description).map(this::encoded).toArray(ExtensionObject[]::new);
    return List.of(started, uint(more ? page.get(page.size() - 1).recordId() : 0), descriptions);
  }

  private List<Object> queryServers(GdsCaller caller, MethodInputs inputs) throws UaException {
    List<ExtensionObject> servers = new ArrayList<>();
    int most = pageSize(inputs);
    for (GdsApplication application : matching(inputs, inputs.text(4), inputs.texts(5))) {
      if (application.isServer() && servers.size() < most) {
        for (String url : application.discoveryUrls()) {
          servers.add(
              encoded(
                  new ServerOnNetwork(
                      uint(application.recordId()),
                      application.names().get(0).text(),
                      url,
                      application.capabilities().toArray(String[]::new))));
        }
      }
    }
    return List.of(started, servers.toArray(ExtensionObject[]::new));
  }

  private static int pageSize(MethodInputs inputs) {
    long wanted = inputs.number(1);
    return (int) (wanted == 0 ? PAGE : Math.min(wanted, PAGE));
  }

  private List<GdsApplication> matching(
      MethodInputs inputs, String productUri, List<String> capabilities) throws UaException {
    LikePattern name = new LikePattern(inputs.text(2));
    LikePattern uri = new LikePattern(inputs.text(3));
    LikePattern product = new LikePattern(productUri);
    long after = inputs.number(0);
    Predicate<GdsApplication> matches =
        application ->
            application.recordId() > after
                && application.names().stream().anyMatch(one -> name.matches(one.text()))
                && uri.matches(application.applicationUri())
                && product.matches(application.productUri())
                && application.capabilities().containsAll(capabilities);
    return registrar.applications().all().stream().filter(matches).toList();
  }

  private static boolean isOfType(GdsApplication application, long mask) {
    return switch (application.type()) {
      case Client -> mask == 0 || (mask & CLIENTS) != 0;
      case ClientAndServer -> mask == 0 || (mask & (SERVERS | CLIENTS)) != 0;
      case Server, DiscoveryServer -> mask == 0 || (mask & SERVERS) != 0;
    };
  }

  /** Application as a client describes it. */
  private GdsApplication described(MethodInputs inputs) throws UaException {
    UaStructuredType decoded;
    try {
      decoded = inputs.get(0, ExtensionObject.class).decode(encoding);
    } catch (UaSerializationException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NullPointerException e) {
      throw MethodInputs.invalid("The argument is no ApplicationRecordDataType.");
    }
    if (!(decoded instanceof ApplicationRecord record)) {
      throw MethodInputs.invalid("The argument is no ApplicationRecordDataType.");
    }
    String uri = MethodInputs.text(record.applicationUri());
    if (!uri.matches("[A-Za-z][A-Za-z0-9+.-]*:[\\x21-\\x7e]+")) {
      throw MethodInputs.invalid("ApplicationUri is no URI.");
    }
    if (record.applicationType() == null) {
      throw MethodInputs.invalid("ApplicationType is missing.");
    }
    List<String> urls = MethodInputs.texts(record.discoveryUrls());
    checkUrls(record.applicationType(), urls);
    UUID id = record.applicationId().getIdentifier() instanceof UUID given ? given : new UUID(0, 0);
    return GdsApplicationBuilder.builder()
        .id(id)
        .applicationUri(uri)
        .type(org.bactrian.model.registry.ApplicationType.valueOf(record.applicationType().name()))
        .names(names(record.applicationNames()))
        .productUri(MethodInputs.text(record.productUri()))
        .discoveryUrls(urls)
        .capabilities(
            MethodInputs.texts(record.serverCapabilities()).stream()
                .map(capability -> capability.toUpperCase(Locale.ROOT))
                .toList())
        .changed(Instant.EPOCH)
        .build();
  }

  private static void checkUrls(ApplicationType type, List<String> urls) throws UaException {
    if (type != ApplicationType.Client && urls.isEmpty()) {
      throw MethodInputs.invalid("DiscoveryUrls are missing, which a server has.");
    }
    if (type == ApplicationType.Client && !urls.stream().allMatch(url -> url.startsWith(REVERSE))) {
      throw MethodInputs.invalid("DiscoveryUrls are given, which a client has not.");
    }
  }

  private static List<GdsApplication.Name> names(LocalizedText @Nullable [] texts)
      throws UaException {
    List<GdsApplication.Name> names = new ArrayList<>();
    if (texts != null) {
      if (texts.length > ApplicationVaultRequest.MAX_LIST) {
        throw MethodInputs.invalid(
            "ApplicationNames has %d names, more than %d."
                .formatted(texts.length, ApplicationVaultRequest.MAX_LIST));
      }
      for (LocalizedText one : Arrays.asList(texts)) {
        if (one != null && one.text() != null && !one.text().isBlank()) {
          names.add(
              new GdsApplication.Name(
                  MethodInputs.text(one.locale()), MethodInputs.text(one.text())));
        }
      }
    }
    if (names.isEmpty()) {
      throw MethodInputs.invalid("ApplicationNames is empty; give one name at least.");
    }
    return names;
  }

  private ExtensionObject record(GdsApplication application) {
    return encoded(
        new ApplicationRecord(
            new NodeId(namespace, application.id()),
            application.applicationUri(),
            type(application),
            application.names().stream()
                .map(DirectoryMethods::localized)
                .toArray(LocalizedText[]::new),
            application.productUri(),
            application.discoveryUrls().toArray(String[]::new),
            application.capabilities().toArray(String[]::new)));
  }

  private ApplicationDescription description(GdsApplication application) {
    return new ApplicationDescription(
        application.applicationUri(),
        application.productUri(),
        localized(application.names().get(0)),
        type(application),
        null,
        null,
        application.discoveryUrls().toArray(String[]::new));
  }

  private static LocalizedText localized(GdsApplication.Name name) {
    return new LocalizedText(name.locale().isEmpty() ? null : name.locale(), name.text());
  }

  private static ApplicationType type(GdsApplication application) {
    return ApplicationType.valueOf(application.type().name());
  }

  private ExtensionObject encoded(UaStructuredType structure) {
    return ExtensionObject.encode(encoding, structure);
  }
}
