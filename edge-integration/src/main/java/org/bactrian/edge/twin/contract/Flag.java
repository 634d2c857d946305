package org.bactrian.edge.twin.contract;

import java.util.ArrayList;
import java.util.List;

/** Bit of a number that the contracts write as the names of its bits. */
public interface Flag {

  /** The bits that stand for it; none for what is said when no other is there. */
  long bits();

  /**
   * Names of the bits, joined by a comma and a space, the smallest first; bits without a name are
   * left out.
   *
   * @return empty when there is nothing to say
   */
  static <E extends Enum<E> & Flag> String text(Class<E> type, long bits) {
    List<String> names = new ArrayList<>();
    for (E flag : type.getEnumConstants()) {
      if (flag.bits() == 0 ? bits == 0 : (bits & flag.bits()) == flag.bits()) {
        names.add(flag.name());
      }
    }
    return String.join(", ", names);
  }
}
