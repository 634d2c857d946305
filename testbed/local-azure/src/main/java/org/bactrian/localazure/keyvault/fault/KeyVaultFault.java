package org.bactrian.localazure.keyvault.fault;

/**
 * Refusals of Key Vault, with the HTTP status and the code that it answers ("Azure Key Vault REST
 * API error codes", https://learn.microsoft.com/azure/key-vault/general/rest-error-codes).
 */
public enum KeyVaultFault {
  /** Something in the request is not allowed. */
  BAD_PARAMETER(400, "BadParameter"),
  /** The token is missing, not ours, for another audience or expired. */
  UNAUTHORIZED(401, "Unauthorized"),
  /** The item may not be used in this way, or the vault is full. */
  FORBIDDEN(403, "Forbidden"),
  /** There is no such key. */
  KEY_NOT_FOUND(404, "KeyNotFound"),
  /** There is no such secret. */
  SECRET_NOT_FOUND(404, "SecretNotFound"),
  /** There is no such certificate. */
  CERTIFICATE_NOT_FOUND(404, "CertificateNotFound"),
  /** The certificate has no operation under way. */
  PENDING_CERTIFICATE_NOT_FOUND(404, "PendingCertificateNotFound"),
  /** The local vault has no such resource. */
  NOT_SERVED(404, "NotFound"),
  /** The resource does not take this HTTP method. */
  METHOD_NOT_ALLOWED(405, "MethodNotAllowed"),
  /** The state of the item does not allow the request. */
  CONFLICT(409, "Conflict"),
  /** The body is over its limit. */
  TOO_LARGE(413, "RequestEntityTooLarge"),
  /** More requests came than the vault takes. */
  THROTTLED(429, "Throttled"),
  /** The local vault itself failed. */
  INTERNAL(500, "InternalServerError");

  private final int status;
  private final String code;

  KeyVaultFault(int status, String code) {
    this.status = status;
    this.code = code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The code in the body of the answer. */
  public String code() {
    return code;
  }
}
