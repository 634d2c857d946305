package org.bactrian.cloud.registry.contract;

/** Kind of change that a registry event reports. */
public enum RegistryEventType {
  /** It was added. */
  New,
  /** It may be used, again or for the first time. */
  Enabled,
  /** It was not seen, or an operator took it out of use. */
  Disabled,
  /** It can no more be used from the cloud. */
  Deactivated,
  /** It can be used from the cloud. */
  Activated,
  /** Something else changed. */
  Updated,
  /** It is gone. */
  Deleted
}
