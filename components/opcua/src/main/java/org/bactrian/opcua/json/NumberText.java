package org.bactrian.opcua.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Floating point numbers as text with a fixed count of significant digits, as the format {@code G}
 * of .NET writes them: 17 digits for a Double, 9 for a Float, which is enough to read the same
 * number back; trailing zeros left out; an exponent outside 1E-04 to 1E+16 (1E+08).
 *
 * <p>The digits come from one multiplication with a power of ten of 126 bits. Where the rest that
 * is cut off lies so near one half that the error of that product could decide, exact arithmetic
 * does (about one number in 10^19, and numbers that are exactly half way).
 *
 * <p>Used by one thread at a time.
 */
final class NumberText {

  static final int DOUBLE_DIGITS = 17;
  static final int FLOAT_DIGITS = 9;

  private static final int LOWEST_POWER = -300;
  private static final int HIGHEST_POWER = 345;
  private static final long MASK_63 = Long.MAX_VALUE;

  /** The upper and lower 63 bits of 10^i, scaled to 126 bits, and the scale. */
  private static final long[] UPPER = new long[HIGHEST_POWER - LOWEST_POWER + 1];

  private static final long[] LOWER = new long[UPPER.length];
  private static final int[] SCALE = new int[UPPER.length];

  private static final long[] POWERS_OF_TEN = new long[19];

  static {
    POWERS_OF_TEN[0] = 1;
    for (int i = 1; i < POWERS_OF_TEN.length; i++) {
      POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
    }
    BigInteger mask = BigInteger.valueOf(MASK_63);
    for (int power = LOWEST_POWER; power <= HIGHEST_POWER; power++) {
      BigInteger ten = BigInteger.TEN.pow(Math.abs(power));
      // 10^-n = 2^(126 + bits) / 10^n * 2^-(126 + bits); one bit more or less is corrected below.
      int scale = power >= 0 ? ten.bitLength() - 126 : -(ten.bitLength() + 125);
      BigInteger scaled =
          power >= 0
              ? (scale >= 0 ? ten.shiftRight(scale) : ten.shiftLeft(-scale))
              : BigInteger.ONE.shiftLeft(-scale).divide(ten);
      int i = power - LOWEST_POWER;
      UPPER[i] = scaled.shiftRight(63).and(mask).longValue();
      LOWER[i] = scaled.and(mask).longValue();
      SCALE[i] = scale;
    }
  }

  private final char[] text = new char[32];
  private int length;

  /** Writes a Double; what is no number is a string: NaN, Infinity, -Infinity. */
  void write(JsonGenerator out, double value) throws IOException {
    write(out, value, DOUBLE_DIGITS);
  }

  /** Writes a Float; what is no number is a string: NaN, Infinity, -Infinity. */
  void write(JsonGenerator out, float value) throws IOException {
    write(out, value, FLOAT_DIGITS);
  }

  /** Writes a signed number as a JSON string of digits. */
  void writeQuoted(JsonGenerator out, long value) throws IOException {
    if (value == Long.MIN_VALUE) {
      out.writeString(Long.toString(value));
      return;
    }
    length = 0;
    if (value < 0) {
      text[length++] = '-';
    }
    long magnitude = Math.abs(value);
    append(magnitude, digitsOf(magnitude));
    out.writeString(text, 0, length);
  }

  private void write(JsonGenerator out, double value, int digits) throws IOException {
    if (Double.isNaN(value)) {
      out.writeString("NaN");
    } else if (Double.isInfinite(value)) {
      out.writeString(value > 0 ? "Infinity" : "-Infinity");
    } else {
      format(value, digits);
      out.writeRawValue(text, 0, length);
    }
  }

  /** The text of a finite number. */
  String text(double value, int digits) {
    format(value, digits);
    return new String(text, 0, length);
  }

  private void format(double value, int digits) {
    length = 0;
    if (Double.doubleToRawLongBits(value) < 0) {
      text[length++] = '-';
    }
    double magnitude = Math.abs(value);
    long whole = (long) magnitude;
    if (whole == magnitude && whole < POWERS_OF_TEN[digits]) {
      append(whole, digitsOf(whole));
    } else {
      formatFraction(magnitude, digits);
    }
  }

  private void formatFraction(double value, int digits) {
    // The decimal exponent of the power of two below; the number itself may be one power above.
    int exponent = (int) Math.floor(Math.getExponent(value) * 0.30102999566398114);
    if (value < Double.MIN_NORMAL) {
      int bits = 63 - Long.numberOfLeadingZeros(Double.doubleToRawLongBits(value));
      exponent = (int) Math.floor((bits - 1074) * 0.30102999566398114);
    }
    long significant = significant(value, digits - 1 - exponent);
    if (significant >= POWERS_OF_TEN[digits]) {
      exponent++;
      significant = significant(value, digits - 1 - exponent);
    }
    int count = digits;
    for (int zeros = 8; zeros > 0; zeros /= 2) {
      long power = POWERS_OF_TEN[zeros];
      while (significant % power == 0) {
        significant /= power;
        count -= zeros;
      }
    }
    if (exponent > -5 && exponent < digits) {
      appendFixed(significant, count, exponent);
    } else {
      appendScientific(significant, count, exponent);
    }
  }

  /** {@code value * 10^power}, rounded to a whole number. */
  private static long significant(double value, int power) {
    long bits = Double.doubleToRawLongBits(value);
    int biased = (int) (bits >>> 52);
    long mantissa = biased == 0 ? bits : bits & 0xFFFFFFFFFFFFFL | 0x10000000000000L;
    int shift = Long.numberOfLeadingZeros(mantissa) - 1;
    mantissa <<= shift;
    int i = power - LOWEST_POWER;

    // The product of 63 and 126 bits, without its lowest 63 bits.
    long high = Math.multiplyHigh(mantissa, UPPER[i]);
    long low = mantissa * UPPER[i];
    long carry = Math.multiplyHigh(mantissa, LOWER[i]) << 1 | (mantissa * LOWER[i]) >>> 63;
    long sum = low + carry;
    if (Long.compareUnsigned(sum, low) < 0) {
      high++;
    }

    int cut = -(Math.max(biased, 1) - 1075 - shift + SCALE[i] + 63 + 64);
    if (cut < 1 || cut > 62) {
      return exactly(value, power);
    }
    long whole = high >>> cut;
    long rest = high & (1L << cut) - 1;
    long half = 1L << cut - 1;
    if (rest == half - 1 && Long.compareUnsigned(sum, -8L) >= 0
        || rest == half && Long.compareUnsigned(sum, 8L) <= 0) {
      return exactly(value, power);
    }
    return rest >= half ? whole + 1 : whole;
  }

  private static long exactly(double value, int power) {
    return new BigDecimal(value)
        .scaleByPowerOfTen(power)
        .round(MathContext.UNLIMITED)
        .setScale(0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }

  private void appendFixed(long significant, int count, int exponent) {
    if (exponent < 0) {
      text[length++] = '0';
      text[length++] = '.';
      for (int i = -1; i > exponent; i--) {
        text[length++] = '0';
      }
      append(significant, count);
    } else if (count <= exponent + 1) {
      append(significant, count);
      for (int i = count; i <= exponent; i++) {
        text[length++] = '0';
      }
    } else {
      appendWithPoint(significant, count, exponent + 1);
    }
  }

  private void appendScientific(long significant, int count, int exponent) {
    if (count == 1) {
      append(significant, 1);
    } else {
      appendWithPoint(significant, count, 1);
    }
    text[length++] = 'E';
    text[length++] = exponent < 0 ? '-' : '+';
    int magnitude = Math.abs(exponent);
    append(magnitude, Math.max(2, digitsOf(magnitude)));
  }

  private void appendWithPoint(long significant, int count, int before) {
    long power = POWERS_OF_TEN[count - before];
    append(significant / power, before);
    text[length++] = '.';
    append(significant % power, count - before);
  }

  private void append(long value, int digits) {
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  private static int digitsOf(long value) {
    int digits = 1;
    while (digits < 19 && value >= POWERS_OF_TEN[digits]) {
      digits++;
    }
    return digits;
  }
}
