package org.bactrian.iothub.link;

/** Something that lasts until it is ended. */
@FunctionalInterface
public interface HandlerRegistration extends AutoCloseable {
  @Override
  void close();
}
