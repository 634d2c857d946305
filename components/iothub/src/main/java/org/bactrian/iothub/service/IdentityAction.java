package org.bactrian.iothub.service;

/** Action on an identity or a twin. */
public enum IdentityAction {
  /** Reads one. */
  get,
  /** Reads all identities: twins of all devices by pages, or identities of a device's modules. */
  list,
  /** Makes an identity. */
  create,
  /** Replaces an identity. */
  update,
  /** Removes an identity. */
  delete,
  /** Merges into a twin; members that are null go away. */
  patch,
  /** Replaces tags and desired properties of a twin. */
  replace
}
