package org.bactrian.iothub.link;

/** Registration of a handler until it is closed. */
@FunctionalInterface
public interface HandlerRegistration extends AutoCloseable {
  @Override
  void close();
}
