package org.bactrian.model.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.DataInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/**
 * JSON factory for mappers that read numbers as {@link java.math.BigDecimal}. A number whose
 * exponent no such decimal has is refused as JSON that cannot be read; Jackson itself would fail
 * with a {@link NumberFormatException}, which no caller of a parser expects.
 */
public final class DecimalJsonFactory extends JsonFactory {

  private static final long serialVersionUID = 1L;

  /** Digits of an exponent that fits into an int whatever they are. */
  private static final int MOST_EXPONENT_DIGITS = 9;

  /** A factory with the usual settings. */
  public DecimalJsonFactory() {}

  private DecimalJsonFactory(DecimalJsonFactory copied) {
    super(copied, null);
  }

  @Override
  public JsonFactory copy() {
    return new DecimalJsonFactory(this);
  }

  @Override
  protected JsonParser _createParser(InputStream in, IOContext context) throws IOException {
    return new ExponentCheck(super._createParser(in, context));
  }

  @Override
  protected JsonParser _createParser(Reader in, IOContext context) throws IOException {
    return new ExponentCheck(super._createParser(in, context));
  }

  @Override
  protected JsonParser _createParser(
      char[] data, int offset, int length, IOContext context, boolean recyclable)
      throws IOException {
    return new ExponentCheck(super._createParser(data, offset, length, context, recyclable));
  }

  @Override
  protected JsonParser _createParser(byte[] data, int offset, int length, IOContext context)
      throws IOException {
    return new ExponentCheck(super._createParser(data, offset, length, context));
  }

  @Override
  protected JsonParser _createParser(DataInput in, IOContext context) throws IOException {
    return new ExponentCheck(super._createParser(in, context));
  }

  /** Parser that refuses exponents which are too large. */
  private static final class ExponentCheck extends JsonParserDelegate {

    ExponentCheck(JsonParser parser) {
      super(parser);
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
      JsonToken token = delegate.nextToken();
      check(token);
      return token;
    }

    @Override
    public @Nullable JsonToken nextValue() throws IOException {
      JsonToken token = delegate.nextValue();
      check(token);
      return token;
    }

    private void check(@Nullable JsonToken token) throws IOException {
      if (token != JsonToken.VALUE_NUMBER_FLOAT) {
        return;
      }
      char[] text = delegate.getTextCharacters();
      int from = delegate.getTextOffset();
      int end = from + delegate.getTextLength();
      int exponent = from;
      while (exponent < end && text[exponent] != 'e' && text[exponent] != 'E') {
        exponent++;
      }
      int digits = exponent + 1;
      while (digits < end && (text[digits] < '1' || text[digits] > '9')) {
        digits++;
      }
      if (end - digits > MOST_EXPONENT_DIGITS) {
        throw new JsonParseException(
            this, "The exponent of a number has more than " + MOST_EXPONENT_DIGITS + " digits");
      }
    }
  }
}
