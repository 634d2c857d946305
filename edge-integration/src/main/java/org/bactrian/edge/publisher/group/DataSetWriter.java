package org.bactrian.edge.publisher.group;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.subscription.SubscriptionSettings;

/**
 * Writer of the messages of one DataSet (Part 14, 6.2.4). Equal writers publish the same; an edit
 * that leaves a writer equal does not touch it.
 *
 * @param name DataSetWriterId of the file, unique in its group
 * @param number place in its group, from 0
 * @param connection server, security and user
 * @param endpointUrl address as the user wrote it
 * @param subscription how the server reports
 * @param fields what is published, in the order of the file
 * @param metaDataVersion version of the fields' shape
 * @param dataSetClassId class of the DataSet, empty for none
 * @param dataSetName name of the DataSet, empty for none
 * @param keyFrameCount number of messages from one key frame to the next; 0 for a key frame at the
 *     start only
 * @param sendKeepAlive whether a message without fields says that the writer lives
 * @param keepAliveAsKeyFrame whether such a message has the last values of all fields
 * @param metaData messages that describe its DataSet
 * @param extensionFields fields that the user adds to each payload, as plain JSON text
 * @param supervision supervision of its nodes
 * @param routing whether topics of its nodes follow their browse paths
 * @param cloudEvent attributes of its messages as CloudEvents
 * @param logsDiagnostics whether what the server counts of the connection is logged
 */
@RecordBuilder
public record DataSetWriter(
    String name,
    int number,
    ConnectionSettings connection,
    String endpointUrl,
    SubscriptionSettings subscription,
    List<PublishedField> fields,
    MetaDataVersion metaDataVersion,
    String dataSetClassId,
    String dataSetName,
    int keyFrameCount,
    boolean sendKeepAlive,
    boolean keepAliveAsKeyFrame,
    MetaDataSettings metaData,
    Map<String, String> extensionFields,
    NodeSupervision supervision,
    DataSetRouting routing,
    CloudEventSettings cloudEvent,
    boolean logsDiagnostics)
    implements DataSetWriterBuilder.With {

  /**
   * A writer whose keep-alives have no fields and whose DataSet is not described, with the usual
   * supervision of its nodes.
   */
  public DataSetWriter(
      String name,
      int number,
      ConnectionSettings connection,
      String endpointUrl,
      SubscriptionSettings subscription,
      List<PublishedField> fields,
      MetaDataVersion metaDataVersion,
      String dataSetClassId,
      String dataSetName,
      int keyFrameCount,
      boolean sendKeepAlive,
      Map<String, String> extensionFields) {
    this(
        name,
        number,
        connection,
        endpointUrl,
        subscription,
        fields,
        metaDataVersion,
        dataSetClassId,
        dataSetName,
        keyFrameCount,
        sendKeepAlive,
        false,
        MetaDataSettings.NONE,
        extensionFields,
        NodeSupervision.DEFAULT,
        DataSetRouting.NONE,
        CloudEventSettings.NONE,
        false);
  }

  public DataSetWriter {
    fields = List.copyOf(fields);
    // The order is the user's, and that of the fields on the wire.
    extensionFields = Collections.unmodifiableMap(new LinkedHashMap<>(extensionFields));
  }
}
