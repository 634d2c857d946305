package org.bactrian.cloud.publisher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bactrian.cloud.publisher.contract.Demand;
import org.bactrian.cloud.publisher.contract.JobInfoQuery;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.storage.Database;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.job.JobStatus;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.ModuleId;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Jobs and the changes of their state, each in one transaction. Safe for use by many threads and
 * replicas.
 */
final class JobService {

  /** Largest configuration of a job in characters. */
  static final int MAX_CONFIGURATION = 2 * 1024 * 1024;

  /** A change of what is published, which may be made twice. */
  @FunctionalInterface
  interface Change {

    /** Makes the change and says whether there was one. */
    boolean apply(JobConfiguration configuration);
  }

  private final Database database;
  private final JobStore store;
  private final JobDefaults defaults;

  JobService(Database database, JobStore store, JobDefaults defaults) {
    this.database = database;
    this.store = store;
    this.defaults = defaults;
  }

  /**
   * Returns a job.
   *
   * @throws OperationException of kind NOT_FOUND when there is none of this id
   */
  StoredJob get(String id) {
    return find(id).orElseThrow(() -> missing(id));
  }

  Optional<StoredJob> find(String id) {
    return ShownText.isId(id) ? database.read(handle -> store.find(handle, id)) : Optional.empty();
  }

  List<StoredJob> list(JobInfoQuery query, String after, int size) {
    return database.read(handle -> store.list(handle, query, after, size));
  }

  /**
   * Changes what is published of an endpoint; without a job one is made. The job becomes active
   * when something is left to publish.
   *
   * @param change changes the configuration and says whether it did
   * @throws OperationException of kind BAD_REQUEST when the job becomes too large
   */
  void change(EndpointInfo endpoint, Change change) {
    EndpointRegistration registration = endpoint.registration();
    String id = registration.registeredId();
    database.transaction(
        handle -> {
          store.tell(handle, id);
          JobConfiguration first = JobConfiguration.of(id, registration.endpoint(), defaults);
          Optional<StoredJob> present = store.findForUpdate(handle, id);
          JobConfiguration configuration = present.map(StoredJob::configuration).orElse(first);
          if (!change.apply(configuration)) {
            return false;
          }
          if (present.isEmpty()) {
            store.insert(handle, id, first, List.of());
            // Another one may have been first.
            configuration = locked(handle, id).configuration();
            change.apply(configuration);
          }
          configuration.apply(defaults);
          write(handle, id, endpoint.applicationId(), configuration, demands(registration));
          if (!configuration.isEmpty()) {
            store.move(
                handle,
                id,
                JobStatus.Active,
                null,
                JobStatus.Canceled,
                JobStatus.Completed,
                JobStatus.Error);
          } else {
            store.move(handle, id, JobStatus.Canceled, null, JobStatus.Active);
          }
          return true;
        });
  }

  /** Publishes a node no more. The job is canceled when nothing is left to publish. */
  void remove(String id, String nodeId) {
    if (find(id).isEmpty()) {
      return;
    }
    database.transaction(
        handle -> {
          store.tell(handle, id);
          Optional<StoredJob> job = store.findForUpdate(handle, id);
          if (job.isEmpty() || !job.get().configuration().remove(Set.of(nodeId))) {
            return false;
          }
          JobConfiguration configuration = job.get().configuration();
          configuration.apply(defaults);
          write(handle, id, job.get().name(), configuration, job.get().demands());
          if (configuration.isEmpty()) {
            store.move(handle, id, JobStatus.Canceled, null, JobStatus.Active);
          }
          return true;
        });
  }

  /**
   * Ends a job.
   *
   * @throws OperationException of kind NOT_FOUND when there is none of this id
   */
  void cancel(String id) {
    move(id, JobStatus.Canceled, JobStatus.Active, JobStatus.Completed, JobStatus.Error);
  }

  /**
   * Lets a job be carried out again.
   *
   * @throws OperationException of kind NOT_FOUND when there is none of this id
   */
  void restart(String id) {
    move(id, JobStatus.Active, JobStatus.Canceled, JobStatus.Completed, JobStatus.Error);
  }

  private void move(String id, JobStatus to, JobStatus... from) {
    get(id);
    database.transaction(
        handle -> {
          store.tell(handle, id);
          locked(handle, id);
          return store.move(handle, id, to, null, from);
        });
  }

  /** Ends a job that cannot be carried out, when it is active. */
  void fail(String id, String reason) {
    database.transaction(
        handle -> {
          store.tell(handle, id);
          return store.move(handle, id, JobStatus.Error, reason, JobStatus.Active);
        });
  }

  /** Removes a job, if it is there. */
  void delete(String id) {
    if (find(id).isEmpty()) {
      return;
    }
    database.transaction(
        handle -> {
          store.tell(handle, id);
          store.delete(handle, id);
          return true;
        });
  }

  private StoredJob locked(Handle handle, String id) {
    return store.findForUpdate(handle, id).orElseThrow(() -> missing(id));
  }

  private void write(
      Handle handle,
      String id,
      @Nullable String name,
      JobConfiguration configuration,
      List<Demand> demands) {
    if (configuration.text().length() > MAX_CONFIGURATION) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "The job of endpoint %s would have more than %,d characters. Publish fewer nodes of it."
              .formatted(id, MAX_CONFIGURATION));
    }
    store.update(handle, id, name, configuration, demands);
  }

  /** Publishers of the endpoint's site carry its job out; without a site those of its device. */
  private static List<Demand> demands(EndpointRegistration endpoint) {
    List<Demand> demands = new ArrayList<>(List.of(Demand.equal("Type", "publisher")));
    if (endpoint.siteId() != null && !endpoint.siteId().isEmpty()) {
      demands.add(Demand.equal("SiteId", endpoint.siteId()));
    } else {
      ModuleId.parse(endpoint.supervisorId())
          .or(() -> ModuleId.parse(endpoint.discovererId()))
          .ifPresent(module -> demands.add(Demand.equal("DeviceId", module.deviceId())));
    }
    return demands;
  }

  private static OperationException missing(String id) {
    return new OperationException(
        FaultKind.NOT_FOUND,
        "There is no job %s. GET /publisher/v2/jobs lists those that there are."
            .formatted(ShownText.of(id)));
  }
}
