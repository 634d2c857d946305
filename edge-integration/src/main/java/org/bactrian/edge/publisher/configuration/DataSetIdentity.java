package org.bactrian.edge.publisher.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bactrian.edge.publisher.configuration.ComparedAttribute.Form;

/**
 * Identity of the DataSet of an entry: its group, its server with security and user, and the
 * settings of its writer, but neither nodes nor publishing intervals. Entries with one identity
 * describe one DataSet.
 *
 * @param settings values of all that is compared but secrets
 * @param secrets values of {@link #SECRETS}, empty for none
 */
record DataSetIdentity(List<String> settings, List<String> secrets) {

  /** Attributes that no answer tells. */
  static final List<String> SECRETS =
      List.of(
          "OpcAuthenticationPassword",
          "EncryptedAuthPassword",
          "WriterGroupTransportConfiguration");

  private static final String NO_CLASS = "00000000-0000-0000-0000-000000000000";

  private static final List<ComparedAttribute> COMPARED =
      Stream.of(
              all(
                  Form.TEXT,
                  "PublisherId",
                  "DataSetWriterGroup",
                  "WriterGroupType",
                  "WriterGroupRootNodeId",
                  "WriterGroupQueueName",
                  "EndpointUrl",
                  "EndpointSecurityPolicy",
                  "OpcAuthenticationUsername",
                  "EncryptedAuthUsername",
                  "DataSetWriterId",
                  "DataSetName",
                  "DataSetType",
                  "DataSetRootNodeId",
                  "DataSetSourceUri",
                  "DataSetSubject",
                  "QueueName",
                  "MetaDataQueueName"),
              all(
                  Form.NAME,
                  "WriterGroupTransport",
                  "WriterGroupQualityOfService",
                  "MessageEncoding",
                  "MessagingMode",
                  "DefaultHeartbeatBehavior",
                  "QualityOfService",
                  "DataSetWriterWatchdogBehavior",
                  "OpcNodeWatchdogCondition"),
              all(
                  Form.FLAG,
                  "UseReverseConnect",
                  "DisableSubscriptionTransfer",
                  "SendKeepAliveDataSetMessages",
                  "SendKeepAliveAsKeyFrameMessages"),
              all(
                  Form.VALUE,
                  "BatchSize",
                  "WriterGroupPartitions",
                  "WriterGroupMessageRetention",
                  "MaxKeepAliveCount",
                  "DataSetKeyFrameCount",
                  "Priority",
                  "RepublishAfterTransfer",
                  "DataSetFetchDisplayNames",
                  "MessageRetention"),
              all(
                  Form.SPAN,
                  "WriterGroupMessageTtlTimepan",
                  "OpcNodeWatchdogTimespan",
                  "MessageTtlTimespan"),
              all(
                  Form.MILLISECONDS,
                  "BatchTriggerInterval",
                  "MetaDataUpdateTime",
                  "DataSetSamplingInterval",
                  "DefaultHeartbeatInterval"))
          .flatMap(List::stream)
          .toList();

  DataSetIdentity {
    settings = List.copyOf(settings);
    secrets = List.copyOf(secrets);
  }

  private static List<ComparedAttribute> all(Form form, String... names) {
    return Stream.of(names).map(name -> new ComparedAttribute(name, form)).toList();
  }

  /** The identity of an entry's DataSet. */
  static DataSetIdentity of(ObjectNode entry) {
    List<String> settings = new ArrayList<>();
    COMPARED.forEach(attribute -> settings.add(attribute.of(entry)));
    settings.add(securityMode(entry));
    settings.add(ComparedAttribute.nameOr(entry, "OpcAuthenticationMode", "Anonymous"));
    settings.add(ComparedAttribute.nameOr(entry, "DataSetRouting", "None"));
    settings.add(ComparedAttribute.nameOr(entry, "DataSetClassId", NO_CLASS));
    return new DataSetIdentity(
        settings, SECRETS.stream().map(name -> AttributeAccess.text(entry, name)).toList());
  }

  /**
   * Returns whether a request means the DataSet of this identity. A secret that a request leaves
   * out may be any, since answers do not tell secrets.
   */
  boolean isMeantBy(DataSetIdentity request) {
    return settings.equals(request.settings)
        && IntStream.range(0, secrets.size())
            .allMatch(
                i ->
                    request.secrets.get(i).isEmpty()
                        || request.secrets.get(i).equals(secrets.get(i)));
  }

  /** The mode that is asked for; without one, UseSecurity decides whether there is to be any. */
  private static String securityMode(ObjectNode entry) {
    boolean secure = AttributeAccess.text(entry, "UseSecurity").equalsIgnoreCase("true");
    return ComparedAttribute.nameOr(entry, "EndpointSecurityMode", secure ? "NotNone" : "None");
  }

  @Override
  public String toString() {
    return "DataSetIdentity[settings=" + settings + "]";
  }
}
