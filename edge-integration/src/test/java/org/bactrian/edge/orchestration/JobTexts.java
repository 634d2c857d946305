package org.bactrian.edge.orchestration;

import com.fasterxml.jackson.databind.JsonNode;
import org.bactrian.model.registry.RegistryJson;

/** Jobs as the cloud sends them. */
final class JobTexts {

  private JobTexts() {}

  /** A job of one node with a user. */
  static JsonNode job(String jobId, String node) {
    return job(jobId, node, "Samples", "SignAndEncrypt");
  }

  static JsonNode job(String jobId, String node, String messagingMode, String securityMode) {
    return RegistryJson.read(
        """
        {"writerGroup": {"writerGroupId": "opc.tcp://plc:4840/", "messageType": "Json",
          "dataSetWriters": [{"dataSetWriterId": "%1$s_500",
            "dataSet": {
              "dataSetSource": {
                "publishedVariables": {"publishedData": [{"publishedVariableNodeId": "%2$s",
                  "samplingInterval": "00:00:00.2500000", "queueSize": 1}]},
                "connection": {"endpoint": {"url": "opc.tcp://plc:4840/", "securityMode": "%4$s",
                    "securityPolicy":
                      "http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256"},
                  "user": {"type": "UserName",
                    "value": {"user": "operator", "password": "top-secret"}}},
                "subscriptionSettings": {"publishingInterval": "00:00:00.5000000",
                  "resolveDisplayName": true}},
              "dataSetMetaData": {"name": "%1$s",
                "dataSetClassId": "6f4b1f1c-8a5e-4c39-9d3f-3f6e6d4f9a10",
                "configurationVersion": {"majorVersion": 1, "minorVersion": 0}},
              "extensionFields": {"EndpointId": "%1$s", "PublisherId": "%1$s",
                "DataSetWriterId": "%1$s_500"}}}]},
         "connectionString": null, "messagingMode": "%3$s",
         "engine": {"batchSize": 50, "batchTriggerInterval": "00:00:00.5000000"}}
        """
            .formatted(jobId, node, messagingMode, securityMode),
        JsonNode.class);
  }
}
