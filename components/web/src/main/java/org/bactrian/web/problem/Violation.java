package org.bactrian.web.problem;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer where: a JSON pointer into the body, or the name of a parameter
 * @param detail what, in words that follow the pointer
 */
public record Violation(String pointer, String detail) {

  @Override
  public String toString() {
    return pointer.isEmpty() ? detail : pointer + ": " + detail;
  }
}
