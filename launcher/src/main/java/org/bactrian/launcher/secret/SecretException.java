package org.bactrian.launcher.secret;

import org.jspecify.annotations.Nullable;

/** A secret that an option refers to cannot be had; the message names the reference only. */
public final class SecretException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SecretException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
