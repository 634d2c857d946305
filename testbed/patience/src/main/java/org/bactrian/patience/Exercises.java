package org.bactrian.patience;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names of OPC Publisher that a test, or a class of tests, shows to act. The tables of {@code
 * docs/compatibility.md} are made from it.
 */
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Exercises {

  /**
   * Attributes of entries of a published nodes file, and of nodes as {@code
   * OpcNodes.HeartbeatInterval}.
   */
  String[] attributes() default {};

  /** Options by their key, such as {@code PublishedNodesFile}. */
  String[] options() default {};

  /** Operations by the id that they have in their contract. */
  String[] operations() default {};
}
