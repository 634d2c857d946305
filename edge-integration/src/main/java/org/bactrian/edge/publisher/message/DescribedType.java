package org.bactrian.edge.publisher.message;

import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.DataTypeDefinition;

/**
 * Data type that a server defines.
 *
 * @param name browse name of the type
 * @param definition structure or enumeration that it is
 */
public record DescribedType(QualifiedName name, DataTypeDefinition definition) {}
