package org.bactrian.model.registry;

/** Fault of a certificate chain. */
public enum X509ChainStatus {
  /** Nothing. */
  NoError,
  /** A certificate is not valid yet, or no more. */
  NotTimeValid,
  /** A certificate was revoked. */
  Revoked,
  /** A signature is wrong. */
  NotSignatureValid,
  /** A certificate is used for what it is not meant for. */
  NotValidForUsage,
  /** The root is not trusted. */
  UntrustedRoot,
  /** It cannot be told whether a certificate was revoked. */
  RevocationStatusUnknown,
  /** The chain leads back to itself. */
  Cyclic,
  /** An extension is wrong. */
  InvalidExtension,
  /** Constraints of policies are wrong. */
  InvalidPolicyConstraints,
  /** Basic constraints are wrong. */
  InvalidBasicConstraints,
  /** Constraints of names are wrong. */
  InvalidNameConstraints,
  /** A constraint of names is not supported. */
  HasNotSupportedNameConstraint,
  /** A constraint of names is not defined. */
  HasNotDefinedNameConstraint,
  /** A name is not permitted. */
  HasNotPermittedNameConstraint,
  /** A name is excluded. */
  HasExcludedNameConstraint,
  /** The chain does not reach a root. */
  PartialChain,
  /** A list of trust is not valid in time. */
  CtlNotTimeValid,
  /** The signature of a list of trust is wrong. */
  CtlNotSignatureValid,
  /** A list of trust is used for what it is not meant for. */
  CtlNotValidForUsage,
  /** A signature uses a weak hash. */
  HasWeakSignature,
  /** The list of revoked certificates is out of reach. */
  OfflineRevocation,
  /** The chain has no policy of issuance. */
  NoIssuanceChainPolicy,
  /** A certificate is distrusted by name. */
  ExplicitDistrust,
  /** A critical extension is not supported. */
  HasNotSupportedCriticalExtension
}
