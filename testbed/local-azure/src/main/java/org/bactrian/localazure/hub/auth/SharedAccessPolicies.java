package org.bactrian.localazure.hub.auth;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bactrian.localazure.hub.identity.Authentication.SymmetricKeys;
import org.bactrian.localazure.sas.SasToken;
import org.bactrian.localazure.storage.StateFile;
import org.h2.mvstore.MVMap;

/**
 * The five policies that a new IoT Hub has, each with two random keys of this hub's own. Their keys
 * are made on the first start and stay.
 */
public final class SharedAccessPolicies {

  /** The policy that may do everything. */
  public static final String OWNER = "iothubowner";

  private static final Map<String, Set<HubPermission>> PERMISSIONS =
      Map.of(
          OWNER,
          EnumSet.allOf(HubPermission.class),
          "service",
          EnumSet.of(HubPermission.SERVICE_CONNECT),
          "device",
          EnumSet.of(HubPermission.DEVICE_CONNECT),
          "registryRead",
          EnumSet.of(HubPermission.REGISTRY_READ),
          "registryReadWrite",
          EnumSet.of(HubPermission.REGISTRY_READ, HubPermission.REGISTRY_WRITE));

  private final Map<String, SymmetricKeys> keys = new HashMap<>();

  private SharedAccessPolicies() {}

  /** Reads the keys from the state, after making those that it lacks. */
  public static SharedAccessPolicies open(StateFile state) {
    SharedAccessPolicies policies = new SharedAccessPolicies();
    MVMap<String, String> stored = state.map("policies");
    for (String name : PERMISSIONS.keySet()) {
      String primary = stored.computeIfAbsent(name + ".primary", absent -> SymmetricKeys.newKey());
      String secondary =
          stored.computeIfAbsent(name + ".secondary", absent -> SymmetricKeys.newKey());
      policies.keys.put(name, new SymmetricKeys(primary, secondary));
    }
    state.commit();
    return policies;
  }

  /** The keys of a policy. */
  public Optional<SymmetricKeys> keys(String policy) {
    return Optional.ofNullable(keys.get(policy));
  }

  /** Returns whether a policy's key signed the token, and the policy allows what is asked. */
  boolean allow(SasToken token, HubPermission permission) {
    return permits(token, permission) && token.isSignedWith(candidates(token));
  }

  /** Returns whether a token opens the events of the hub: the text of a key signed it. */
  boolean allowEvents(SasToken token) {
    return permits(token, HubPermission.SERVICE_CONNECT)
        && candidates(token).stream().anyMatch(token::isSignedWithText);
  }

  private static boolean permits(SasToken token, HubPermission permission) {
    return PERMISSIONS.getOrDefault(token.policy(), Set.of()).contains(permission);
  }

  private List<String> candidates(SasToken token) {
    return keys(token.policy()).map(SymmetricKeys::keys).orElseGet(List::of);
  }
}
