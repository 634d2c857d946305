package org.bactrian.edge.twin.contract;

import org.jspecify.annotations.Nullable;

/**
 * Manner of writing a file.
 *
 * @param mode what becomes of the content that is there; null for {@link Mode#Create}
 * @param closeMethodId method that is called in place of Close, to commit what was written
 */
public record FileWriteOptions(@Nullable Mode mode, @Nullable String closeMethodId) {

  /** Treatment of the content that is there. */
  public enum Mode {
    /** It is erased. */
    Create,
    /** It is overwritten from its beginning. */
    Write,
    /** It is added to. */
    Append
  }
}
