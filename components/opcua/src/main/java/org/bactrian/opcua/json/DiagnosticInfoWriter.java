package org.bactrian.opcua.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** Writes what a service says beyond a status (Part 6, 5.4.2.13). */
record DiagnosticInfoWriter(JsonGenerator out, ValueWriter values) {

  void write(DiagnosticInfo info) throws IOException {
    out.writeStartObject();
    index("SymbolicId", info.symbolicId());
    index("NamespaceUri", info.namespaceUri());
    index("Locale", info.locale());
    index("LocalizedText", info.localizedText());
    if (info.additionalInfo() != null) {
      out.writeStringField("AdditionalInfo", info.additionalInfo());
    }
    StatusCode status = info.innerStatusCode();
    if (status != null && status.getValue() != 0) {
      out.writeFieldName("InnerStatusCode");
      values.statusCode(status);
    }
    if (info.innerDiagnosticInfo() != null) {
      out.writeFieldName("InnerDiagnosticInfo");
      write(info.innerDiagnosticInfo());
    }
    out.writeEndObject();
  }

  private void index(String field, int index) throws IOException {
    if (index >= 0) {
      out.writeNumberField(field, index);
    }
  }
}
