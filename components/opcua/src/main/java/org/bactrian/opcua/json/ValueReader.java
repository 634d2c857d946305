package org.bactrian.opcua.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import org.bactrian.model.fault.OperationException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * Reads JSON as values of one server (Part 6, 5.4): the reverse of {@link ValueWriter}, for plain
 * values whose type is known as well as for those that say their own.
 *
 * <p>A value of a known type is coerced from what people write: numbers, Booleans and times also as
 * text, arrays also as text with commas or brackets where the node holds an array, status codes and
 * enumerations also by name, node ids and qualified names in every form, structures by their fields
 * or with their type. {@code {"Type": …, "Body": …}} is read wherever a value is. Nothing is cut to
 * a type's range, and no member of a structure is passed over.
 *
 * <p>Immutable; may be used by many threads.
 */
public final class ValueReader {

  private final VariantReader variants;

  /** A reader that knows the data types of the specification, and structures by their codecs. */
  public ValueReader(EncodingContext context) {
    this(context, DataTypes.STANDARD);
  }

  /**
   * A reader for the values of a server.
   *
   * @param context the server's namespaces, and the codecs that know its structures
   * @param types the server's data types
   */
  public ValueReader(EncodingContext context, DataTypes types) {
    this.variants = new VariantReader(context, types);
  }

  /**
   * Reads a value.
   *
   * @param type what the node or argument holds; {@link ExpectedType#UNKNOWN} makes the type of
   *     what the JSON looks like
   * @param place where the JSON stands in the request, for the error
   * @throws OperationException of kind BAD_REQUEST when the JSON can not be such a value; its
   *     message begins with the JSON pointer of the place, and says what is wrong and what to write
   */
  public Variant read(JsonNode json, ExpectedType type, JsonPointer place) {
    try {
      Nesting.check(json);
      return variants.read(json, type);
    } catch (ValueFaultException e) {
      throw e.at(place);
    }
  }

  /** Reads a value from JSON that is the whole request. */
  public Variant read(JsonNode json, ExpectedType type) {
    return read(json, type, JsonPointer.empty());
  }

  /**
   * The value of a type for those who name none: 0, false, an empty text, what stands for nothing
   * (Part 6, table 1), a structure of such fields, null for BaseDataType; where anything but a
   * scalar is taken, an array or matrix of no elements.
   *
   * @param place where the value would stand in the request, for the error
   * @throws OperationException of kind BAD_REQUEST when the data type is not known
   */
  public Variant defaultOf(ExpectedType type, JsonPointer place) {
    try {
      return variants.defaultOf(type);
    } catch (ValueFaultException e) {
      throw e.at(place);
    }
  }
}
