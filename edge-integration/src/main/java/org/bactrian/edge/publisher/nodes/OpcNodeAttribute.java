package org.bactrian.edge.publisher.nodes;

/** Attributes of a node in an entry. */
enum OpcNodeAttribute implements PublishedNodesAttribute {
  ID("Id", AttributeType.TEXT, Use.NOW),
  OPC_SAMPLING_INTERVAL("OpcSamplingInterval", AttributeType.SAMPLING, Use.NOW),
  OPC_SAMPLING_INTERVAL_TIMESPAN(
      "OpcSamplingIntervalTimespan", AttributeType.SAMPLING_TIMESPAN, Use.NOW),
  DATA_SET_FIELD_ID("DataSetFieldId", AttributeType.TEXT, Use.NOW),
  DATA_SET_CLASS_FIELD_ID("DataSetClassFieldId", AttributeType.GUID, Use.NOT_YET),
  DISPLAY_NAME("DisplayName", AttributeType.TEXT, Use.NOW),
  QUEUE_SIZE("QueueSize", AttributeType.COUNT, Use.NOW),
  DISCARD_NEW("DiscardNew", AttributeType.FLAG, Use.NOW),
  DATA_CHANGE_TRIGGER("DataChangeTrigger", EnumeratedAttributeTypes.DATA_CHANGE_TRIGGER, Use.NOW),
  DEADBAND_TYPE("DeadbandType", EnumeratedAttributeTypes.DEADBAND_TYPE, Use.NOW),
  DEADBAND_VALUE("DeadbandValue", AttributeType.REAL, Use.NOW),
  EVENT_FILTER("EventFilter", AttributeType.OBJECT, Use.NOW),
  CONDITION_HANDLING("ConditionHandling", AttributeType.OBJECT, Use.NOW),
  BROWSE_PATH("BrowsePath", AttributeType.TEXTS, Use.REFUSED),
  ATTRIBUTE_ID("AttributeId", EnumeratedAttributeTypes.NODE_ATTRIBUTE, Use.NOW),
  INDEX_RANGE("IndexRange", AttributeType.TEXT, Use.NOW),
  TOPIC("Topic", AttributeType.TEXT, Use.NOT_YET),
  QUALITY_OF_SERVICE("QualityOfService", EnumeratedAttributeTypes.QUALITY_OF_SERVICE, Use.NOT_YET),
  HEARTBEAT_BEHAVIOR("HeartbeatBehavior", EnumeratedAttributeTypes.HEARTBEAT_BEHAVIOR, Use.NOT_YET),
  HEARTBEAT_INTERVAL("HeartbeatInterval", AttributeType.SECONDS, Use.NOT_YET),
  HEARTBEAT_INTERVAL_TIMESPAN("HeartbeatIntervalTimespan", AttributeType.TIMESPAN, Use.NOT_YET),
  SKIP_FIRST("SkipFirst", AttributeType.FLAG, Use.NOW),
  OPC_PUBLISHING_INTERVAL("OpcPublishingInterval", AttributeType.PUBLISHING, Use.NOW),
  OPC_PUBLISHING_INTERVAL_TIMESPAN(
      "OpcPublishingIntervalTimespan", AttributeType.PUBLISHING_TIMESPAN, Use.NOW),
  USE_CYCLIC_READ("UseCyclicRead", AttributeType.FLAG, Use.NOT_YET),
  REGISTER_NODE("RegisterNode", AttributeType.FLAG, Use.NOT_YET),
  FETCH_DISPLAY_NAME("FetchDisplayName", AttributeType.FLAG, Use.NOW),
  MODEL_CHANGE_HANDLING("ModelChangeHandling", AttributeType.OBJECT, Use.REFUSED),
  TRIGGERED_NODES("TriggeredNodes", AttributeType.NODES, Use.NOT_YET),
  CYCLIC_READ_MAX_AGE("CyclicReadMaxAge", AttributeType.MILLISECONDS, Use.NOT_YET),
  CYCLIC_READ_MAX_AGE_TIMESPAN("CyclicReadMaxAgeTimespan", AttributeType.TIMESPAN, Use.NOT_YET),
  TYPE_DEFINITION_ID("TypeDefinitionId", AttributeType.TEXT, Use.NOT_YET),
  METHOD_METADATA("MethodMetadata", AttributeType.OBJECT, Use.REFUSED),
  EXPANDED_NODE_ID("ExpandedNodeId", AttributeType.TEXT, Use.NOW);

  private final String text;
  private final AttributeType type;
  private final Use use;

  OpcNodeAttribute(String text, AttributeType type, Use use) {
    this.text = text;
    this.type = type;
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
}
