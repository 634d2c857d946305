package org.bactrian.cloud.vault;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.cloud.vault.contract.AuditAction;
import org.bactrian.cloud.vault.contract.CreatedGroup;
import org.bactrian.cloud.vault.contract.RevocationReason;
import org.bactrian.cloud.vault.contract.RootGroupRequest;
import org.bactrian.cloud.vault.contract.SubGroupRequest;
import org.bactrian.cloud.vault.contract.TrustGroupModel;
import org.bactrian.cloud.vault.contract.TrustGroupPage;
import org.bactrian.cloud.vault.contract.TrustGroupRegistration;
import org.bactrian.cloud.vault.contract.TrustGroupUpdate;
import org.bactrian.cloud.vault.store.AuditNote;
import org.bactrian.cloud.vault.store.StoredGroup;
import org.bactrian.cloud.vault.store.VaultCaller;
import org.bactrian.cloud.vault.store.WorkStep;
import org.bactrian.model.fault.OperationException;
import org.jdbi.v3.core.Handle;

/** The bean {@code vaultGroups}: operations on trust groups. */
public final class TrustGroups {

  private static final String LIST = "TrustGroup";

  /** Time after which another replica makes a group that this one began. */
  private static final Duration HANDOVER = Duration.ofMinutes(2);

  private final VaultRecords records;
  private final GroupAuthorities authorities;

  TrustGroups(VaultRecords records, GroupAuthorities authorities) {
    this.records = records;
    this.authorities = authorities;
  }

  /** ListGroups: a page of all groups. */
  public TrustGroupPage listGroups(
      @Header("nextPageLink") String nextPageLink, @Header("pageSize") Integer pageSize) {
    VaultListPage page = VaultListPage.of(LIST, nextPageLink, pageSize);
    List<TrustGroupRegistration> found =
        records
            .database()
            .read(handle -> records.groups().list(handle, page.after(), page.size() + 1))
            .stream()
            .map(group -> new TrustGroupRegistration(group.id(), group.model()))
            .toList();
    return new TrustGroupPage(page.shown(found), page.next(found, TrustGroupRegistration::id));
  }

  /** GetGroup: one group. */
  public TrustGroupRegistration getGroup(@Header("groupId") String groupId) {
    StoredGroup group = authorities.get(groupId);
    return new TrustGroupRegistration(group.id(), group.model());
  }

  /** UpdateGroup: changes the name and what is issued from now on. */
  public void updateGroup(
      @Header("groupId") String groupId,
      @Body TrustGroupUpdate update,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    authorities.get(groupId);
    records
        .database()
        .transaction(
            handle -> {
              StoredGroup group = locked(handle, groupId);
              records
                  .groups()
                  .update(handle, groupId, TrustGroupRules.updated(group.model(), update));
              records.audit(
                  handle, note(AuditAction.GroupUpdated, groupId, VaultCaller.of(caller, address)));
              return true;
            });
  }

  /** CreateRoot: makes a group that signs its own certificate. */
  public CreatedGroup createRoot(
      @Body RootGroupRequest request,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    return create(TrustGroupRules.root(request), VaultCaller.of(caller, address));
  }

  /** CreateGroup: makes a group whose certificate its parent signs. */
  public CreatedGroup createGroup(
      @Body SubGroupRequest request,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    StoredGroup parent = authorities.get(request.parentId());
    return create(TrustGroupRules.child(request, parent.model()), VaultCaller.of(caller, address));
  }

  private CreatedGroup create(TrustGroupModel model, VaultCaller caller) {
    String id = UUID.randomUUID().toString();
    records
        .database()
        .transaction(
            handle -> {
              records.groups().insert(handle, id, model, records.now());
              // Another replica ends what this one may not live to end.
              records.work().put(handle, WorkStep.GROUP, id, records.now().plus(HANDOVER));
              records.audit(
                  handle,
                  note(AuditAction.GroupCreated, id, caller).withDetail(model.subjectName()));
              return true;
            });
    try {
      authorities.establish(id);
    } catch (OperationException e) {
      records
          .database()
          .transaction(
              handle -> {
                records
                    .groups()
                    .findForUpdate(handle, id)
                    .ifPresent(
                        group ->
                            authorities.abandon(
                                handle, group, RevocationReason.CessationOfOperation));
                records.audit(
                    handle, note(AuditAction.GroupDeleted, id, caller).withDetail(e.getMessage()));
                return true;
              });
      throw new OperationException(
          e.kind(), e.getMessage() + " The group was not made; ask again.", e);
    }
    done(id);
    return new CreatedGroup(id);
  }

  /** RenewIssuerCertificate: gives a group another certificate for its key. */
  public void renewIssuerCertificate(
      @Header("groupId") String groupId,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    renew(groupId, VaultCaller.of(caller, address));
  }

  void renew(String groupId, VaultCaller caller) {
    authorities.beginRenewal(groupId);
    authorities.establish(groupId);
    records
        .database()
        .transaction(
            handle -> {
              records.audit(handle, note(AuditAction.GroupRenewed, groupId, caller));
              records.certificateChanged(handle, groupId);
              return true;
            });
    done(groupId);
  }

  private void done(String groupId) {
    records
        .database()
        .transaction(
            handle -> {
              records.work().remove(handle, WorkStep.GROUP, groupId);
              return true;
            });
  }

  /** DeleteGroup: removes a group, its key, and all trust in it. */
  public void deleteGroup(
      @Header("groupId") String groupId,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    authorities.get(groupId);
    records
        .database()
        .transaction(
            handle -> {
              StoredGroup group = locked(handle, groupId);
              if (records.groups().hasChildren(handle, groupId)) {
                throw VaultFaults.invalidState(
                    "Group " + groupId + " has sub-groups. Remove those first.");
              }
              records.certificateChanged(handle, groupId);
              records.trust().forget(handle, groupId);
              authorities.abandon(handle, group, RevocationReason.CessationOfOperation);
              records.audit(
                  handle, note(AuditAction.GroupDeleted, groupId, VaultCaller.of(caller, address)));
              return true;
            });
  }

  private static AuditNote note(AuditAction action, String groupId, VaultCaller caller) {
    return AuditNote.of(caller, action).withGroupId(groupId);
  }

  /** A group that no other transaction changes meanwhile. */
  private StoredGroup locked(Handle handle, String groupId) {
    return records
        .groups()
        .findForUpdate(handle, groupId)
        .orElseThrow(() -> VaultFaults.noGroup(groupId));
  }
}
