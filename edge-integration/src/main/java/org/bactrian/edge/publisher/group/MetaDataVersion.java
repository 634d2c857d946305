package org.bactrian.edge.publisher.group;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Version of a DataSet's shape (ConfigurationVersion, Part 14, 6.2.3.2.6).
 *
 * @param major changes when a reader of the old shape can not read the new one; unsigned 32 bits
 * @param minor changes when it can; unsigned 32 bits
 */
public record MetaDataVersion(long major, long minor) {

  /**
   * A version that is the same as long as names, nodes and order are: major 1, and minor the CRC-32
   * of them. Types are not known before the server is.
   *
   * @param extensions names of the fields that the user adds
   */
  public static MetaDataVersion ofShape(
      List<PublishedField> fields, Collection<String> extensions) {
    CRC32 shape = new CRC32();
    for (PublishedField field : fields) {
      String filter = field.publishesEvents() ? "\0" + field.item().filter() : "";
      shape.update(
          (field.name() + '\0' + field.item().key() + filter + '\n')
              .getBytes(StandardCharsets.UTF_8));
    }
    extensions.forEach(name -> shape.update((name + '\n').getBytes(StandardCharsets.UTF_8)));
    return new MetaDataVersion(1, shape.getValue());
  }
}
