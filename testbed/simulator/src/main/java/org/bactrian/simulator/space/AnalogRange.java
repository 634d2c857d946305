package org.bactrian.simulator.space;

import java.nio.charset.StandardCharsets;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;

/**
 * Range and unit of an analog value: the EURange and EngineeringUnits of OPC UA Part 8, 5.3.2.
 *
 * @param low lowest value in normal operation
 * @param high highest value in normal operation
 * @param unit unit of the value
 */
public record AnalogRange(double low, double high, EUInformation unit) {

  private static final String UNECE = "http://www.opcfoundation.org/UA/units/un/cefact";

  /** A scale in a unit of UNECE Recommendation 20, named by its common code such as CEL. */
  public static AnalogRange of(double low, double high, String code, String symbol, String name) {
    EUInformation unit =
        new EUInformation(
            UNECE, unitId(code), LocalizedText.english(symbol), LocalizedText.english(name));
    return new AnalogRange(low, high, unit);
  }

  /** The limits as the EURange property shows them. */
  public Range range() {
    return new Range(low, high);
  }

  /** Returns whether a value lies within the limits. */
  public boolean contains(double value) {
    return value >= low && value <= high;
  }

  /** Part 8, 5.6.3: the characters of the common code, one a byte, the first highest. */
  private static int unitId(String code) {
    int id = 0;
    for (byte character : code.getBytes(StandardCharsets.US_ASCII)) {
      id = id << 8 | character;
    }
    return id;
  }
}
