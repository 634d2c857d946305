package org.bactrian.edge.publisher.nodes;

/** Attributes of nodes that the code refers to by name; the schema has all of them. */
final class OpcNodeAttribute {

  static final PublishedNodesAttribute ID = attribute("Id");
  static final PublishedNodesAttribute OPC_SAMPLING_INTERVAL = attribute("OpcSamplingInterval");
  static final PublishedNodesAttribute DATA_SET_FIELD_ID = attribute("DataSetFieldId");
  static final PublishedNodesAttribute DISPLAY_NAME = attribute("DisplayName");
  static final PublishedNodesAttribute QUEUE_SIZE = attribute("QueueSize");
  static final PublishedNodesAttribute DISCARD_NEW = attribute("DiscardNew");
  static final PublishedNodesAttribute DATA_CHANGE_TRIGGER = attribute("DataChangeTrigger");
  static final PublishedNodesAttribute DEADBAND_TYPE = attribute("DeadbandType");
  static final PublishedNodesAttribute DEADBAND_VALUE = attribute("DeadbandValue");
  static final PublishedNodesAttribute EVENT_FILTER = attribute("EventFilter");
  static final PublishedNodesAttribute CONDITION_HANDLING = attribute("ConditionHandling");
  static final PublishedNodesAttribute BROWSE_PATH = attribute("BrowsePath");
  static final PublishedNodesAttribute ATTRIBUTE_ID = attribute("AttributeId");
  static final PublishedNodesAttribute INDEX_RANGE = attribute("IndexRange");
  static final PublishedNodesAttribute HEARTBEAT_INTERVAL = attribute("HeartbeatInterval");
  static final PublishedNodesAttribute HEARTBEAT_INTERVAL_TIMESPAN =
      attribute("HeartbeatIntervalTimespan");
  static final PublishedNodesAttribute SKIP_FIRST = attribute("SkipFirst");
  static final PublishedNodesAttribute OPC_PUBLISHING_INTERVAL = attribute("OpcPublishingInterval");
  static final PublishedNodesAttribute FETCH_DISPLAY_NAME = attribute("FetchDisplayName");
  static final PublishedNodesAttribute MODEL_CHANGE_HANDLING = attribute("ModelChangeHandling");
  static final PublishedNodesAttribute USE_CYCLIC_READ = attribute("UseCyclicRead");
  static final PublishedNodesAttribute CYCLIC_READ_MAX_AGE = attribute("CyclicReadMaxAge");
  static final PublishedNodesAttribute REGISTER_NODE = attribute("RegisterNode");
  static final PublishedNodesAttribute METHOD_METADATA = attribute("MethodMetadata");
  static final PublishedNodesAttribute EXPANDED_NODE_ID = attribute("ExpandedNodeId");
  static final PublishedNodesAttribute HEARTBEAT_BEHAVIOR = attribute("HeartbeatBehavior");
  static final PublishedNodesAttribute TOPIC = attribute("Topic");
  static final PublishedNodesAttribute QUALITY_OF_SERVICE = attribute("QualityOfService");
  static final PublishedNodesAttribute DATA_SET_CLASS_FIELD_ID = attribute("DataSetClassFieldId");

  private OpcNodeAttribute() {}

  private static PublishedNodesAttribute attribute(String name) {
    return AttributeCatalog.NODE.require(name);
  }
}
