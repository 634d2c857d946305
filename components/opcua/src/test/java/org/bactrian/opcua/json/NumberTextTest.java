package org.bactrian.opcua.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

  private final NumberText numbers = new NumberText();

  @ParameterizedTest
  @CsvSource({
    "20.5, 20.5",
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "-42, -42",
    "0.1, 0.10000000000000001",
    "0.3, 0.29999999999999999",
    "-2.5, -2.5",
    "100000, 100000",
    "0.0001, 0.0001",
    "0.00001, 1.0000000000000001E-05",
    "1E16, 10000000000000000",
    "1E17, 1E+17",
    "123456789012345680, 1.2345678901234568E+17",
    "1.7976931348623157E308, 1.7976931348623157E+308",
    "2.2250738585072014E-308, 2.2250738585072014E-308",
    "4.9E-324, 4.9406564584124654E-324",
    "9007199254740993.0, 9007199254740992",
    "1.5E300, 1.5000000000000001E+300",
    "3.141592653589793, 3.1415926535897931"
  })
  void aDoubleHasUpToSeventeenDigitsAsDotNetWritesThem(double value, String text) {
    assertThat(numbers.text(value, NumberText.DOUBLE_DIGITS)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "20.5, 20.5",
    "0.1, 0.100000001",
    "3.1415927, 3.14159274",
    "1E9, 1E+09",
    "123456789, 123456792",
    "1.4E-45, 1.40129846E-45",
    "3.4028235E38, 3.40282347E+38",
    "0.0001, 9.99999975E-05"
  })
  void aFloatHasUpToNineDigits(float value, String text) {
    assertThat(numbers.text(value, NumberText.FLOAT_DIGITS)).isEqualTo(text);
  }

  @Test
  void anyDoubleHasTheDigitsOfExactArithmetic() {
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < 100_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertExact(value, NumberText.DOUBLE_DIGITS);
      }
    }
  }

  @Test
  void decimalsOfAllMagnitudesHaveTheDigitsOfExactArithmetic() {
    SplittableRandom random = new SplittableRandom(18);
    for (int i = 0; i < 50_000; i++) {
      double value = random.nextInt(1_000_000) * Math.pow(10, random.nextInt(60) - 30);
      assertExact(value, NumberText.DOUBLE_DIGITS);
      assertExact((float) value, NumberText.FLOAT_DIGITS);
    }
  }

  @Test
  void numbersBesideAPowerOfTenHaveTheRightExponent() {
    for (int exponent = -323; exponent <= 308; exponent++) {
      double power = Double.parseDouble("1E" + exponent);
      assertExact(power, NumberText.DOUBLE_DIGITS);
      assertExact(Math.nextUp(power), NumberText.DOUBLE_DIGITS);
      assertExact(Math.nextDown(power), NumberText.DOUBLE_DIGITS);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {16777217f, 0.5f, 33554434f, 8388607.5f, 4194303.75f, 1.0000001f})
  void halvesRoundToTheEvenDigit(float value) {
    assertExact(value, NumberText.FLOAT_DIGITS);
  }

  private void assertExact(double value, int digits) {
    String text = numbers.text(value, digits);
    BigDecimal exact = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    if (new BigDecimal(text).compareTo(exact) != 0) {
      assertThat(text).as("the digits of %s", new BigDecimal(value)).isEqualTo(exact.toString());
    }
    if (digits == NumberText.DOUBLE_DIGITS && Double.parseDouble(text) != value) {
      assertThat(text).as("reads back as %s", value).isEmpty();
    }
  }
}
