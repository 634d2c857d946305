package org.bactrian.cloud.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.bactrian.cloud.registry.contract.Page;
import org.bactrian.cloud.registry.contract.RegisteredSupervisor;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.cloud.registry.contract.SupervisorQuery;
import org.bactrian.cloud.registry.contract.SupervisorUpdate;
import org.bactrian.cloud.registry.twin.ModuleTwin;
import org.bactrian.cloud.registry.twin.ModuleUpdate;
import org.bactrian.cloud.registry.twin.Twin;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ModuleCapability;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.registry.SupervisorStatus;
import org.bactrian.web.operation.RequestDeadline;

/** The bean {@code supervisors}: operations on modules that serve endpoints. */
public final class Supervisors {

  private final ModuleTwins modules;
  private final ModuleMethodClient methods;
  private final RegistryEvents events;
  private final PagedQuery<SupervisorQuery, RegisteredSupervisor> pages;

  public Supervisors(HubRegistry hub, ModuleMethodClient methods, RegistryEvents events) {
    this.modules = new ModuleTwins(hub, ModuleCapability.supervisor);
    this.methods = methods;
    this.events = events;
    this.pages = new PagedQuery<>(hub, SupervisorQuery.class, this::query, ModuleTwin::supervisor);
  }

  /** GetSupervisor: one of them. */
  public RegisteredSupervisor getSupervisor(
      @Header("supervisorId") String supervisorId,
      @Header("onlyServerState") Boolean onlyServerState) {
    return modules.get(
        supervisorId, twin -> ModuleTwin.supervisor(twin, Boolean.TRUE.equals(onlyServerState)));
  }

  /** UpdateSupervisor: changes what the request names. */
  public void updateSupervisor(
      @Header("supervisorId") String supervisorId, @Body SupervisorUpdate update) {
    Twin twin = modules.update(supervisorId, existing -> ModuleUpdate.of(existing, update));
    ModuleTwin.supervisor(twin, true)
        .ifPresent(
            changed ->
                events.publish(
                    RegistryEventSource.Supervisor,
                    RegistryEventType.Updated,
                    changed.id(),
                    changed));
  }

  /** GetSupervisorStatus: what a module serves, as it says itself. */
  public SupervisorStatus getSupervisorStatus(
      @Header("supervisorId") String supervisorId,
      @ExchangeProperty(RequestDeadline.PROPERTY) RequestDeadline deadline) {
    ModuleId module = known(supervisorId);
    JsonNode answer = methods.call(module, "GetStatus_V2", null, deadline);
    try {
      return RegistryJson.read(answer, SupervisorStatus.class);
    } catch (OperationException e) {
      e.throwUnless(FaultKind.BAD_REQUEST);
      throw new OperationException(
          FaultKind.COMMUNICATION,
          "What " + supervisorId + " answered is no status: " + e.getMessage(),
          e);
    }
  }

  /** ResetSupervisor: has a module start anew. */
  public void resetSupervisor(
      @Header("supervisorId") String supervisorId,
      @ExchangeProperty(RequestDeadline.PROPERTY) RequestDeadline deadline) {
    methods.call(known(supervisorId), "Reset_V2", null, deadline);
  }

  private ModuleId known(String supervisorId) {
    getSupervisor(supervisorId, false);
    return modules.idOf(supervisorId);
  }

  /** GetListOfSupervisors: all that are not disabled. */
  public Page<RegisteredSupervisor> getListOfSupervisors(
      @Header("onlyServerState") Boolean onlyServerState,
      @Header("continuationToken") String continuationToken,
      @Header("pageSize") Integer pageSize) {
    return pages.list(continuationToken, onlyServerState, pageSize);
  }

  /** QuerySupervisors: those that are asked for. */
  public Page<RegisteredSupervisor> querySupervisors(
      @Body SupervisorQuery query,
      @Header("onlyServerState") Boolean onlyServerState,
      @Header("pageSize") Integer pageSize) {
    return pages.query(query, onlyServerState, pageSize);
  }

  /** GetFilteredListOfSupervisors: those that the parameters ask for. */
  public Page<RegisteredSupervisor> getFilteredListOfSupervisors(
      @Headers Map<String, Object> parameters,
      @Header("onlyServerState") Boolean onlyServerState,
      @Header("pageSize") Integer pageSize) {
    return pages.queryByParameters(parameters, onlyServerState, pageSize);
  }

  /**
   * Modules that serve endpoints and are connected.
   *
   * @param site site that they are in; a device stands for itself
   */
  public List<ModuleId> connectedIn(String site) {
    return all(new SupervisorQuery(site, null, true)).stream()
        .flatMap(one -> ModuleId.parse(one.id()).stream())
        .toList();
  }

  /** All that are asked for. */
  List<RegisteredSupervisor> all(SupervisorQuery query) {
    return pages.all(query);
  }

  private TwinQueryText query(Optional<SupervisorQuery> query) {
    return query.map(this::filtered).orElseGet(modules::list);
  }

  private TwinQueryText filtered(SupervisorQuery asked) {
    TwinQueryText text = ModuleTwins.inSite(modules.query(), asked.siteId());
    if (asked.endpointId() != null) {
      text.and("IS_DEFINED(properties.desired." + TwinQueryText.name(asked.endpointId()) + ")");
    }
    return text.connected(asked.connected());
  }
}
