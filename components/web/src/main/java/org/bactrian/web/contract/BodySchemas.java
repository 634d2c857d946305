package org.bactrian.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.oas.OpenApi30;
import java.util.Locale;
import java.util.Map;

/** The schemas of the bodies that a document describes. Safe for use by several threads. */
final class BodySchemas {

  /** Schemas as OpenAPI 3.0 has them; what else stands in a document is not theirs. */
  private static final JsonMetaSchema DIALECT =
      JsonMetaSchema.builder(OpenApi30.getInstance())
          .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
          .build();

  private final String location;
  private final JsonNode document;
  private final JsonSchemaFactory factory;
  private final SchemaValidatorsConfig config =
      SchemaValidatorsConfig.builder()
          .pathType(PathType.JSON_POINTER)
          .locale(Locale.ENGLISH)
          .build();

  BodySchemas(Contract contract) {
    this.location = "urn:bactrian:" + contract.service();
    this.document = contract.document();
    this.factory =
        JsonSchemaFactory.builder()
            .defaultMetaSchemaIri(DIALECT.getIri())
            .metaSchema(DIALECT)
            .schemaLoaders(
                loaders -> loaders.schemas(Map.of(location, contract.document().toString())))
            .build();
  }

  /** The schema at a JSON pointer of the document. */
  JsonSchema schema(String pointer) {
    JsonSchema schema = factory.getSchema(SchemaLocation.of(location + "#" + pointer), config);
    schema.initializeValidators();
    return schema;
  }

  /** Normalizer of the names in a value of that schema. */
  NameNormalizer spelling(String pointer) {
    return NameNormalizer.of(document.at(pointer), document);
  }
}
