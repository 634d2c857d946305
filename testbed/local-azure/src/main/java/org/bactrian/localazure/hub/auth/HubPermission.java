package org.bactrian.localazure.hub.auth;

/** Permission of a shared access policy. */
public enum HubPermission {
  /** Read identities. */
  REGISTRY_READ,
  /** Read and change identities. */
  REGISTRY_WRITE,
  /** Twins, methods, queries, telemetry. */
  SERVICE_CONNECT,
  /** Act as any device. */
  DEVICE_CONNECT
}
