package org.bactrian.edge.publisher.nodes;

/** Attributes of an entry: of its endpoint, WriterGroup, DataSetWriter and nodes. */
enum EntryAttribute implements PublishedNodesAttribute {
  VERSION("Version", AttributeType.COUNT, Part.ENTRY, Use.NOTE),
  LAST_CHANGE_DATE_TIME("LastChangeDateTime", AttributeType.TIME, Part.ENTRY, Use.NOTE),
  DATA_SET_WRITER_ID("DataSetWriterId", AttributeType.TEXT, Part.WRITER, Use.NOW),
  DATA_SET_WRITER_GROUP("DataSetWriterGroup", AttributeType.TEXT, Part.GROUP, Use.NOW),
  OPC_NODES("OpcNodes", AttributeType.NODES, Part.ENTRY, Use.NOW),
  DATA_SET_CLASS_ID("DataSetClassId", AttributeType.GUID, Part.WRITER, Use.NOW),
  DATA_SET_NAME("DataSetName", AttributeType.TEXT, Part.WRITER, Use.NOW),
  DATA_SET_PUBLISHING_INTERVAL(
      "DataSetPublishingInterval", AttributeType.PUBLISHING, Part.ENTRY, Use.NOW),
  DATA_SET_PUBLISHING_INTERVAL_TIMESPAN(
      "DataSetPublishingIntervalTimespan", AttributeType.PUBLISHING_TIMESPAN, Part.ENTRY, Use.NOW),
  DATA_SET_KEY_FRAME_COUNT("DataSetKeyFrameCount", AttributeType.COUNT, Part.WRITER, Use.NOW),
  METADATA_UPDATE_TIME("MetaDataUpdateTime", AttributeType.MILLISECONDS, Part.WRITER, Use.NOT_YET),
  METADATA_UPDATE_TIME_TIMESPAN(
      "MetaDataUpdateTimeTimespan", AttributeType.TIMESPAN, Part.WRITER, Use.NOT_YET),
  SEND_KEEP_ALIVE_DATA_SET_MESSAGES(
      "SendKeepAliveDataSetMessages", AttributeType.FLAG, Part.WRITER, Use.NOW),
  ENDPOINT_URL("EndpointUrl", AttributeType.TEXT, Part.ENTRY, Use.NOW),
  MAX_KEEP_ALIVE_COUNT("MaxKeepAliveCount", AttributeType.COUNT, Part.WRITER, Use.NOW),
  DATA_SET_DESCRIPTION("DataSetDescription", AttributeType.TEXT, Part.WRITER, Use.NOT_YET),
  PRIORITY("Priority", AttributeType.SMALL_COUNT, Part.WRITER, Use.NOW),
  DATA_SET_EXTENSION_FIELDS("DataSetExtensionFields", AttributeType.OBJECT, Part.WRITER, Use.NOW),
  ENDPOINT_SECURITY_MODE(
      "EndpointSecurityMode", EnumeratedAttributeTypes.SECURITY_MODE, Part.ENTRY, Use.NOW),
  ENDPOINT_SECURITY_POLICY("EndpointSecurityPolicy", AttributeType.TEXT, Part.ENTRY, Use.NOW),
  MESSAGING_MODE("MessagingMode", EnumeratedAttributeTypes.MESSAGING_MODE, Part.GROUP, Use.NOW),
  MESSAGE_ENCODING(
      "MessageEncoding", EnumeratedAttributeTypes.MESSAGE_ENCODING, Part.GROUP, Use.NOW),
  BATCH_SIZE("BatchSize", AttributeType.COUNT, Part.GROUP, Use.NOW),
  BATCH_TRIGGER_INTERVAL("BatchTriggerInterval", AttributeType.MILLISECONDS, Part.GROUP, Use.NOW),
  BATCH_TRIGGER_INTERVAL_TIMESPAN(
      "BatchTriggerIntervalTimespan", AttributeType.TIMESPAN, Part.GROUP, Use.NOW),
  USE_REVERSE_CONNECT("UseReverseConnect", AttributeType.FLAG, Part.WRITER, Use.NOT_YET),
  DATA_SET_ROUTING(
      "DataSetRouting", EnumeratedAttributeTypes.ROUTING_MODE, Part.WRITER, Use.NOT_YET),
  WRITER_GROUP_QUEUE_NAME("WriterGroupQueueName", AttributeType.TEXT, Part.GROUP, Use.NOW),
  WRITER_GROUP_QUALITY_OF_SERVICE(
      "WriterGroupQualityOfService",
      EnumeratedAttributeTypes.QUALITY_OF_SERVICE,
      Part.GROUP,
      Use.NOT_YET),
  WRITER_GROUP_TRANSPORT(
      "WriterGroupTransport", EnumeratedAttributeTypes.TRANSPORT, Part.GROUP, Use.NOW),
  USE_SECURITY("UseSecurity", AttributeType.FLAG, Part.ENTRY, Use.NOW),
  OPC_AUTHENTICATION_MODE(
      "OpcAuthenticationMode", EnumeratedAttributeTypes.AUTHENTICATION_MODE, Part.ENTRY, Use.NOW),
  ENCRYPTED_AUTH_USERNAME("EncryptedAuthUsername", AttributeType.TEXT, Part.ENTRY, Use.NOT_YET),
  ENCRYPTED_AUTH_PASSWORD("EncryptedAuthPassword", AttributeType.TEXT, Part.ENTRY, Use.NOT_YET),
  OPC_AUTHENTICATION_USERNAME("OpcAuthenticationUsername", AttributeType.TEXT, Part.ENTRY, Use.NOW),
  OPC_AUTHENTICATION_PASSWORD("OpcAuthenticationPassword", AttributeType.TEXT, Part.ENTRY, Use.NOW),
  QUEUE_NAME("QueueName", AttributeType.TEXT, Part.WRITER, Use.NOW),
  METADATA_QUEUE_NAME("MetaDataQueueName", AttributeType.TEXT, Part.WRITER, Use.NOT_YET),
  QUALITY_OF_SERVICE(
      "QualityOfService", EnumeratedAttributeTypes.QUALITY_OF_SERVICE, Part.WRITER, Use.NOT_YET),
  WRITER_GROUP_PARTITIONS("WriterGroupPartitions", AttributeType.INTEGER, Part.GROUP, Use.NOT_YET),
  DISABLE_SUBSCRIPTION_TRANSFER(
      "DisableSubscriptionTransfer", AttributeType.FLAG, Part.WRITER, Use.NOT_YET),
  REPUBLISH_AFTER_TRANSFER("RepublishAfterTransfer", AttributeType.FLAG, Part.WRITER, Use.NOT_YET),
  OPC_NODE_WATCHDOG_TIMESPAN(
      "OpcNodeWatchdogTimespan", AttributeType.TIMESPAN, Part.WRITER, Use.NOT_YET),
  DATA_SET_WRITER_WATCHDOG_BEHAVIOR(
      "DataSetWriterWatchdogBehavior",
      EnumeratedAttributeTypes.WATCHDOG_BEHAVIOR,
      Part.WRITER,
      Use.NOT_YET),
  OPC_NODE_WATCHDOG_CONDITION(
      "OpcNodeWatchdogCondition",
      EnumeratedAttributeTypes.WATCHDOG_CONDITION,
      Part.WRITER,
      Use.NOT_YET),
  DATA_SET_SAMPLING_INTERVAL(
      "DataSetSamplingInterval", AttributeType.SAMPLING, Part.WRITER, Use.NOW),
  DATA_SET_SAMPLING_INTERVAL_TIMESPAN(
      "DataSetSamplingIntervalTimespan", AttributeType.SAMPLING_TIMESPAN, Part.WRITER, Use.NOW),
  DATA_SET_FETCH_DISPLAY_NAMES(
      "DataSetFetchDisplayNames", AttributeType.FLAG, Part.WRITER, Use.NOW),
  WRITER_GROUP_MESSAGE_TTL_TIMEPAN(
      "WriterGroupMessageTtlTimepan", AttributeType.TIMESPAN, Part.GROUP, Use.NOT_YET),
  WRITER_GROUP_MESSAGE_RETENTION(
      "WriterGroupMessageRetention", AttributeType.FLAG, Part.GROUP, Use.NOT_YET),
  MESSAGE_TTL_TIMESPAN("MessageTtlTimespan", AttributeType.TIMESPAN, Part.WRITER, Use.NOT_YET),
  MESSAGE_RETENTION("MessageRetention", AttributeType.FLAG, Part.WRITER, Use.NOT_YET),
  DEFAULT_HEARTBEAT_INTERVAL(
      "DefaultHeartbeatInterval", AttributeType.MILLISECONDS, Part.WRITER, Use.NOT_YET),
  DEFAULT_HEARTBEAT_INTERVAL_TIMESPAN(
      "DefaultHeartbeatIntervalTimespan", AttributeType.TIMESPAN, Part.WRITER, Use.NOT_YET),
  DEFAULT_HEARTBEAT_BEHAVIOR(
      "DefaultHeartbeatBehavior",
      EnumeratedAttributeTypes.HEARTBEAT_BEHAVIOR,
      Part.WRITER,
      Use.NOT_YET),
  DATA_SET_SOURCE_URI("DataSetSourceUri", AttributeType.TEXT, Part.WRITER, Use.NOT_YET),
  DATA_SET_SUBJECT("DataSetSubject", AttributeType.TEXT, Part.WRITER, Use.NOT_YET),
  WRITER_GROUP_PROPERTIES("WriterGroupProperties", AttributeType.OBJECT, Part.ENTRY, Use.NOT_YET),
  DATA_SET_TYPE("DataSetType", AttributeType.TEXT, Part.WRITER, Use.NOT_YET),
  DATA_SET_ROOT_NODE_ID("DataSetRootNodeId", AttributeType.TEXT, Part.WRITER, Use.NOT_YET),
  WRITER_GROUP_ROOT_NODE_ID("WriterGroupRootNodeId", AttributeType.TEXT, Part.GROUP, Use.NOT_YET),
  WRITER_GROUP_TYPE("WriterGroupType", AttributeType.TEXT, Part.GROUP, Use.NOT_YET),
  METADATA_RETENTION("MetaDataRetention", AttributeType.FLAG, Part.WRITER, Use.NOT_YET),
  METADATA_TTL_TIMESPAN("MetaDataTtlTimespan", AttributeType.TIMESPAN, Part.WRITER, Use.NOT_YET),
  SEND_KEEP_ALIVE_AS_KEY_FRAME_MESSAGES(
      "SendKeepAliveAsKeyFrameMessages", AttributeType.FLAG, Part.WRITER, Use.NOT_YET),
  PUBLISHER_ID("PublisherId", AttributeType.TEXT, Part.GROUP, Use.NOW),
  WRITER_GROUP_TRANSPORT_CONFIGURATION(
      "WriterGroupTransportConfiguration", AttributeType.TEXT, Part.GROUP, Use.NOT_YET),
  DUMP_CONNECTION_DIAGNOSTICS(
      "DumpConnectionDiagnostics", AttributeType.FLAG, Part.WRITER, Use.NOT_YET),
  NODE_ID("NodeId", AttributeType.NODE_ID, Part.ENTRY, Use.NOW),

  /** Written by 2.8 only. */
  TAG("Tag", AttributeType.TEXT, Part.ENTRY, Use.NOTE);

  /** Part of the configuration that an attribute belongs to. */
  enum Part {
    /** The WriterGroup. */
    GROUP,
    /** The DataSetWriter in its group. */
    WRITER,
    /** Neither by itself. */
    ENTRY
  }

  private final String text;
  private final AttributeType type;
  private final Part part;
  private final Use use;

  EntryAttribute(String text, AttributeType type, Part part, Use use) {
    this.text = text;
    this.type = type;
    this.part = part;
    this.use = use;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public AttributeType type() {
    return type;
  }

  @Override
  public Use use() {
    return use;
  }

  /** Returns the part that it belongs to. */
  Part part() {
    return part;
  }

  @Override
  public boolean secret() {
    return switch (this) {
      case OPC_AUTHENTICATION_PASSWORD,
          ENCRYPTED_AUTH_PASSWORD,
          ENCRYPTED_AUTH_USERNAME,
          WRITER_GROUP_TRANSPORT_CONFIGURATION ->
          true;
      default -> false;
    };
  }
}
