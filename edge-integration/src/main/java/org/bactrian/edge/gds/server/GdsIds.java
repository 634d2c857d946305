package org.bactrian.edge.gds.server;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/** Numeric identifiers of nodes in the namespace of Part 12. */
public final class GdsIds {

  /** Namespace of Part 12. */
  public static final String NAMESPACE = "http://opcfoundation.org/UA/GDS/";

  /** Data type ApplicationRecordDataType. */
  public static final int APPLICATION_RECORD = 1;

  /** Its binary encoding. */
  public static final int APPLICATION_RECORD_BINARY = 134;

  /** Object type DirectoryType. */
  public static final int DIRECTORY_TYPE = 13;

  /** Object type CertificateDirectoryType. */
  public static final int CERTIFICATE_DIRECTORY_TYPE = 63;

  /** Object Directory. */
  public static final int DIRECTORY = 141;

  /** Folder Applications of the Directory. */
  public static final int APPLICATIONS = 142;

  /** Folder CertificateGroups of the Directory. */
  public static final int CERTIFICATE_GROUPS = 614;

  /** Object DefaultApplicationGroup of that folder. */
  public static final int DEFAULT_APPLICATION_GROUP = 615;

  /** Object TrustList of that group. */
  public static final int DEFAULT_TRUST_LIST = 616;

  /** Property CertificateTypes of that group. */
  public static final int DEFAULT_CERTIFICATE_TYPES = 648;

  private GdsIds() {}

  /** Id of a node wherever the namespace of Part 12 stands in a server's list. */
  public static ExpandedNodeId expanded(int identifier) {
    return ExpandedNodeId.of(NAMESPACE, uint(identifier));
  }
}
