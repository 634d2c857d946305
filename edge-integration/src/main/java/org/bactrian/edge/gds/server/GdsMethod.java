package org.bactrian.edge.gds.server;

import static org.bactrian.edge.gds.server.MethodParameter.list;
import static org.bactrian.edge.gds.server.MethodParameter.one;
import static org.bactrian.edge.gds.server.ParameterType.APPLICATION_DESCRIPTION;
import static org.bactrian.edge.gds.server.ParameterType.APPLICATION_RECORD;
import static org.bactrian.edge.gds.server.ParameterType.BOOLEAN;
import static org.bactrian.edge.gds.server.ParameterType.BYTE_STRING;
import static org.bactrian.edge.gds.server.ParameterType.NODE_ID;
import static org.bactrian.edge.gds.server.ParameterType.SERVER_ON_NETWORK;
import static org.bactrian.edge.gds.server.ParameterType.STRING;
import static org.bactrian.edge.gds.server.ParameterType.UINT32;
import static org.bactrian.edge.gds.server.ParameterType.UTC_TIME;

import java.util.List;

/** Methods of the object Directory (Part 12, 6.5.3 and 7.9.3), with their node ids. */
enum GdsMethod {
  FIND_APPLICATIONS(
      "FindApplications",
      143,
      List.of(one("ApplicationUri", STRING)),
      List.of(list("Applications", APPLICATION_RECORD))),
  REGISTER_APPLICATION(
      "RegisterApplication",
      146,
      List.of(one("Application", APPLICATION_RECORD)),
      List.of(one("ApplicationId", NODE_ID))),
  UPDATE_APPLICATION(
      "UpdateApplication", 200, List.of(one("Application", APPLICATION_RECORD)), List.of()),
  UNREGISTER_APPLICATION(
      "UnregisterApplication", 149, List.of(one("ApplicationId", NODE_ID)), List.of()),
  GET_APPLICATION(
      "GetApplication",
      216,
      List.of(one("ApplicationId", NODE_ID)),
      List.of(one("Application", APPLICATION_RECORD))),
  QUERY_APPLICATIONS(
      "QueryApplications",
      992,
      List.of(
          one("StartingRecordId", UINT32),
          one("MaxRecordsToReturn", UINT32),
          one("ApplicationName", STRING),
          one("ApplicationUri", STRING),
          one("ApplicationType", UINT32),
          one("ProductUri", STRING),
          list("Capabilities", STRING)),
      List.of(
          one("LastCounterResetTime", UTC_TIME),
          one("NextRecordId", UINT32),
          list("Applications", APPLICATION_DESCRIPTION))),
  QUERY_SERVERS(
      "QueryServers",
      151,
      List.of(
          one("StartingRecordId", UINT32),
          one("MaxRecordsToReturn", UINT32),
          one("ApplicationName", STRING),
          one("ApplicationUri", STRING),
          one("ProductUri", STRING),
          list("ServerCapabilities", STRING)),
      List.of(one("LastCounterResetTime", UTC_TIME), list("Servers", SERVER_ON_NETWORK))),
  START_SIGNING_REQUEST(
      "StartSigningRequest",
      157,
      List.of(
          one("ApplicationId", NODE_ID),
          one("CertificateGroupId", NODE_ID),
          one("CertificateTypeId", NODE_ID),
          one("CertificateRequest", BYTE_STRING)),
      List.of(one("RequestId", NODE_ID))),
  START_NEW_KEY_PAIR_REQUEST(
      "StartNewKeyPairRequest",
      154,
      List.of(
          one("ApplicationId", NODE_ID),
          one("CertificateGroupId", NODE_ID),
          one("CertificateTypeId", NODE_ID),
          one("SubjectName", STRING),
          list("DomainNames", STRING),
          one("PrivateKeyFormat", STRING),
          one("PrivateKeyPassword", STRING)),
      List.of(one("RequestId", NODE_ID))),
  FINISH_REQUEST(
      "FinishRequest",
      163,
      List.of(one("ApplicationId", NODE_ID), one("RequestId", NODE_ID)),
      List.of(
          one("Certificate", BYTE_STRING),
          one("PrivateKey", BYTE_STRING),
          list("IssuerCertificates", BYTE_STRING))),
  GET_CERTIFICATE_GROUPS(
      "GetCertificateGroups",
      508,
      List.of(one("ApplicationId", NODE_ID)),
      List.of(list("CertificateGroupIds", NODE_ID))),
  GET_TRUST_LIST(
      "GetTrustList",
      204,
      List.of(one("ApplicationId", NODE_ID), one("CertificateGroupId", NODE_ID)),
      List.of(one("TrustListId", NODE_ID))),
  GET_CERTIFICATE_STATUS(
      "GetCertificateStatus",
      225,
      List.of(
          one("ApplicationId", NODE_ID),
          one("CertificateGroupId", NODE_ID),
          one("CertificateTypeId", NODE_ID)),
      List.of(one("UpdateRequired", BOOLEAN)));

  private final String browseName;
  private final int id;
  private final List<MethodParameter> inputs;
  private final List<MethodParameter> outputs;

  GdsMethod(
      String browseName, int id, List<MethodParameter> inputs, List<MethodParameter> outputs) {
    this.browseName = browseName;
    this.id = id;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  String browseName() {
    return browseName;
  }

  /** Identifier of the method of the object Directory; those of its arguments follow it. */
  int id() {
    return id;
  }

  List<MethodParameter> inputs() {
    return inputs;
  }

  List<MethodParameter> outputs() {
    return outputs;
  }
}
