package org.bactrian.opcua.node;

import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/** Texts and identifiers, mostly of what means something in node ids, names and paths. */
public final class AnyTexts {

  private AnyTexts() {}

  /** A text of at least one character. */
  public static Arbitrary<String> text() {
    Arbitrary<Character> meaningful =
        Arbitraries.of(" /.<>:#!&%+;=@[]{}\"'\\,\n\u00e4".toCharArray());
    Arbitrary<String> parts =
        Arbitraries.frequencyOf(
            Tuple.of(2, meaningful.map(String::valueOf)),
            Tuple.of(2, Arbitraries.strings().alpha().numeric().ofLength(1)),
            Tuple.of(1, Arbitraries.of("\ud83d\udc2b", "nsu=", "ns=2;", "%2f", "i=", "urn:")));
    Arbitrary<String> awkward =
        parts.list().ofMinSize(1).ofMaxSize(12).map(list -> String.join("", list));
    return Arbitraries.oneOf(awkward, Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(9));
  }

  /** A number, a text, a GUID or bytes. */
  public static Arbitrary<Object> identifier() {
    Arbitrary<Object> numbers =
        Arbitraries.longs().between(0, UInteger.MAX_VALUE).map(UInteger::valueOf);
    Arbitrary<Object> guids =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
    Arbitrary<Object> bytes =
        Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(20).map(ByteString::of);
    return Arbitraries.oneOf(numbers, text().map(text -> text), guids, bytes);
  }
}
