package org.bactrian.cloud.vault.key;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import java.util.Optional;
import java.util.function.Supplier;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/**
 * Calls of Key Vault, whose failures become those of operations: also checked exceptions of its
 * connections, which the SDK throws without declaring them.
 */
final class KeyVaultCalls {

  private static final int CONFLICT = 409;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private KeyVaultCalls() {}

  /**
   * Calls, and returns what is found; empty when there is nothing of that name.
   *
   * @param what what is done, as the words after "Key Vault cannot"
   */
  static <T> Optional<T> find(String what, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    } catch (Exception e) {
      throw failure(what, e);
    }
  }

  /** Calls, and returns the result. */
  static <T> T call(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (Exception e) {
      throw failure(what, e);
    }
  }

  /** Deletes what may not be there, or is being deleted. */
  static void delete(String what, Runnable call) {
    try {
      call.run();
    } catch (ResourceNotFoundException e) {
      return;
    } catch (HttpResponseException e) {
      if (status(e) != CONFLICT) {
        throw failure(what, e);
      }
    } catch (Exception e) {
      throw failure(what, e);
    }
  }

  private static OperationException failure(String what, Exception cause) {
    if (cause instanceof OperationException known) {
      return known;
    }
    String reason = "it does not answer";
    if (cause instanceof HttpResponseException answer) {
      int status = status(answer);
      reason =
          status == UNAUTHORIZED || status == FORBIDDEN
              ? "it does not let this cloud; give its identity the rights to keys and secrets"
              : "it answers with status " + status;
    }
    return new OperationException(
        FaultKind.EXTERNAL_DEPENDENCY, "Key Vault cannot " + what + ": " + reason + ".", cause);
  }

  private static int status(HttpResponseException answer) {
    return answer.getResponse() == null ? 0 : answer.getResponse().getStatusCode();
  }
}
