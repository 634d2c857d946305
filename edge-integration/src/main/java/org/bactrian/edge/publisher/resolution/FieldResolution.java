package org.bactrian.edge.publisher.resolution;

import java.util.List;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.service.ServiceResult;

/** Outcome of looking a configured field up at a server. */
public sealed interface FieldResolution {

  /** The node is what was configured: it is published as it is. */
  record AsConfigured() implements FieldResolution {}

  /**
   * The node at the end of a path.
   *
   * @param field the field with the id that the node has now
   */
  record AtPath(PublishedField field) implements FieldResolution {}

  /**
   * The variables of an object or a type.
   *
   * @param what class of the node, such as {@code Object}
   * @param fields a field for each variable
   * @param fault why there may be more of them; good where these are all
   */
  record Expanded(String what, List<PublishedField> fields, ServiceResult fault)
      implements FieldResolution {
    public Expanded {
      fields = List.copyOf(fields);
    }
  }

  /**
   * Nothing that can be published.
   *
   * @param fault the reason
   */
  record Unresolved(ServiceResult fault) implements FieldResolution {}
}
