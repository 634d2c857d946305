package org.bactrian.cloud.telemetry.decode;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Members of a message, be it a NetworkMessage, a DataSetMessage, a data set or a sample. */
final class MessageMembers {

  static final MessageMembers NONE = new MessageMembers();

  final List<DecodedField> fields = new ArrayList<>();

  /** Fields of a DataSetMessage, extension fields of a sample; null where there are none. */
  @Nullable List<DecodedField> payload;

  /** Messages in a NetworkMessage; null in anything else. */
  @Nullable List<MessageMembers> messages;

  boolean isMetaData;

  /** The member of a name, exact or else in any case. */
  @Nullable DecodedField member(String name) {
    DecodedField similar = null;
    for (DecodedField field : fields) {
      if (field.name.equals(name)) {
        return field;
      } else if (field.name.equalsIgnoreCase(name)) {
        similar = field;
      }
    }
    return similar;
  }

  /** The member as text; null where it is missing or empty. */
  @Nullable String text(String name) {
    DecodedField member = member(name);
    String text = member == null ? null : member.text();
    return text == null || text.isEmpty() ? null : text;
  }

  @Nullable Long number(String name) {
    DecodedField member = member(name);
    return member == null ? null : member.number();
  }

  /** Adds a member with a value. */
  void add(String name, @Nullable Object value) {
    DecodedField field = new DecodedField(name);
    field.value = value;
    fields.add(field);
  }
}
