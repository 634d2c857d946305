package org.bactrian.edge.publisher.nodes;

/** Attributes of entries that the code refers to by name; the schema has all of them. */
final class EntryAttribute {

  static final PublishedNodesAttribute DATA_SET_WRITER_ID = attribute("DataSetWriterId");
  static final PublishedNodesAttribute DATA_SET_WRITER_GROUP = attribute("DataSetWriterGroup");
  static final PublishedNodesAttribute DATA_SET_CLASS_ID = attribute("DataSetClassId");
  static final PublishedNodesAttribute DATA_SET_NAME = attribute("DataSetName");
  static final PublishedNodesAttribute DATA_SET_PUBLISHING_INTERVAL =
      attribute("DataSetPublishingInterval");
  static final PublishedNodesAttribute DATA_SET_PUBLISHING_INTERVAL_TIMESPAN =
      attribute("DataSetPublishingIntervalTimespan");
  static final PublishedNodesAttribute DATA_SET_KEY_FRAME_COUNT = attribute("DataSetKeyFrameCount");
  static final PublishedNodesAttribute SEND_KEEP_ALIVE_DATA_SET_MESSAGES =
      attribute("SendKeepAliveDataSetMessages");
  static final PublishedNodesAttribute ENDPOINT_URL = attribute("EndpointUrl");
  static final PublishedNodesAttribute MAX_KEEP_ALIVE_COUNT = attribute("MaxKeepAliveCount");
  static final PublishedNodesAttribute PRIORITY = attribute("Priority");
  static final PublishedNodesAttribute DATA_SET_EXTENSION_FIELDS =
      attribute("DataSetExtensionFields");
  static final PublishedNodesAttribute ENDPOINT_SECURITY_MODE = attribute("EndpointSecurityMode");
  static final PublishedNodesAttribute ENDPOINT_SECURITY_POLICY =
      attribute("EndpointSecurityPolicy");
  static final PublishedNodesAttribute MESSAGING_MODE = attribute("MessagingMode");
  static final PublishedNodesAttribute MESSAGE_ENCODING = attribute("MessageEncoding");
  static final PublishedNodesAttribute BATCH_SIZE = attribute("BatchSize");
  static final PublishedNodesAttribute BATCH_TRIGGER_INTERVAL = attribute("BatchTriggerInterval");
  static final PublishedNodesAttribute USE_REVERSE_CONNECT = attribute("UseReverseConnect");
  static final PublishedNodesAttribute WRITER_GROUP_QUEUE_NAME = attribute("WriterGroupQueueName");
  static final PublishedNodesAttribute WRITER_GROUP_QUALITY_OF_SERVICE =
      attribute("WriterGroupQualityOfService");
  static final PublishedNodesAttribute WRITER_GROUP_TRANSPORT = attribute("WriterGroupTransport");
  static final PublishedNodesAttribute USE_SECURITY = attribute("UseSecurity");
  static final PublishedNodesAttribute OPC_AUTHENTICATION_MODE = attribute("OpcAuthenticationMode");
  static final PublishedNodesAttribute ENCRYPTED_AUTH_USERNAME = attribute("EncryptedAuthUsername");
  static final PublishedNodesAttribute ENCRYPTED_AUTH_PASSWORD = attribute("EncryptedAuthPassword");
  static final PublishedNodesAttribute OPC_AUTHENTICATION_USERNAME =
      attribute("OpcAuthenticationUsername");
  static final PublishedNodesAttribute OPC_AUTHENTICATION_PASSWORD =
      attribute("OpcAuthenticationPassword");
  static final PublishedNodesAttribute QUEUE_NAME = attribute("QueueName");
  static final PublishedNodesAttribute WRITER_GROUP_PARTITIONS = attribute("WriterGroupPartitions");
  static final PublishedNodesAttribute DATA_SET_SAMPLING_INTERVAL =
      attribute("DataSetSamplingInterval");
  static final PublishedNodesAttribute DATA_SET_SAMPLING_INTERVAL_TIMESPAN =
      attribute("DataSetSamplingIntervalTimespan");
  static final PublishedNodesAttribute DATA_SET_FETCH_DISPLAY_NAMES =
      attribute("DataSetFetchDisplayNames");
  static final PublishedNodesAttribute WRITER_GROUP_MESSAGE_TTL_TIMEPAN =
      attribute("WriterGroupMessageTtlTimepan");
  static final PublishedNodesAttribute WRITER_GROUP_MESSAGE_RETENTION =
      attribute("WriterGroupMessageRetention");
  static final PublishedNodesAttribute DEFAULT_HEARTBEAT_INTERVAL =
      attribute("DefaultHeartbeatInterval");
  static final PublishedNodesAttribute WRITER_GROUP_ROOT_NODE_ID =
      attribute("WriterGroupRootNodeId");
  static final PublishedNodesAttribute WRITER_GROUP_TYPE = attribute("WriterGroupType");
  static final PublishedNodesAttribute PUBLISHER_ID = attribute("PublisherId");
  static final PublishedNodesAttribute WRITER_GROUP_TRANSPORT_CONFIGURATION =
      attribute("WriterGroupTransportConfiguration");
  static final PublishedNodesAttribute DUMP_CONNECTION_DIAGNOSTICS =
      attribute("DumpConnectionDiagnostics");
  static final PublishedNodesAttribute NODE_ID = attribute("NodeId");
  static final PublishedNodesAttribute DEFAULT_HEARTBEAT_BEHAVIOR =
      attribute("DefaultHeartbeatBehavior");
  static final PublishedNodesAttribute META_DATA_QUEUE_NAME = attribute("MetaDataQueueName");
  static final PublishedNodesAttribute META_DATA_RETENTION = attribute("MetaDataRetention");
  static final PublishedNodesAttribute META_DATA_TTL_TIMESPAN = attribute("MetaDataTtlTimespan");
  static final PublishedNodesAttribute QUALITY_OF_SERVICE = attribute("QualityOfService");
  static final PublishedNodesAttribute MESSAGE_RETENTION = attribute("MessageRetention");
  static final PublishedNodesAttribute MESSAGE_TTL_TIMESPAN = attribute("MessageTtlTimespan");
  static final PublishedNodesAttribute SEND_KEEP_ALIVE_AS_KEY_FRAME_MESSAGES =
      attribute("SendKeepAliveAsKeyFrameMessages");
  static final PublishedNodesAttribute META_DATA_UPDATE_TIME = attribute("MetaDataUpdateTime");
  static final PublishedNodesAttribute DISABLE_SUBSCRIPTION_TRANSFER =
      attribute("DisableSubscriptionTransfer");
  static final PublishedNodesAttribute OPC_NODE_WATCHDOG_TIMESPAN =
      attribute("OpcNodeWatchdogTimespan");
  static final PublishedNodesAttribute DATA_SET_WRITER_WATCHDOG_BEHAVIOR =
      attribute("DataSetWriterWatchdogBehavior");
  static final PublishedNodesAttribute OPC_NODE_WATCHDOG_CONDITION =
      attribute("OpcNodeWatchdogCondition");
  static final PublishedNodesAttribute DATA_SET_DESCRIPTION = attribute("DataSetDescription");

  static final PublishedNodesAttribute DATA_SET_ROUTING = attribute("DataSetRouting");
  static final PublishedNodesAttribute DATA_SET_SOURCE_URI = attribute("DataSetSourceUri");
  static final PublishedNodesAttribute DATA_SET_SUBJECT = attribute("DataSetSubject");
  static final PublishedNodesAttribute DATA_SET_TYPE = attribute("DataSetType");

  private EntryAttribute() {}

  private static PublishedNodesAttribute attribute(String name) {
    return AttributeCatalog.ENTRY.require(name);
  }
}
