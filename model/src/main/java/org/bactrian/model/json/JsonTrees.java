package org.bactrian.model.json;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Mapper of parsed JSON and of records that are written as they stand, shared by all modules. */
public final class JsonTrees {

  /** The mapper with the defaults of Jackson; do not change its configuration. */
  public static final ObjectMapper JSON = new ObjectMapper();

  private JsonTrees() {}
}
