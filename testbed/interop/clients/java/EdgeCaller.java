import java.util.List;
import java.util.stream.Collectors;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.GeneralApi;
import org.openapitools.client.model.BrowseFirstRequestModel;
import org.openapitools.client.model.BrowseFirstRequestModelRequestEnvelope;
import org.openapitools.client.model.ConnectionModel;
import org.openapitools.client.model.EndpointModel;
import org.openapitools.client.model.NodeClass;
import org.openapitools.client.model.SecurityMode;
import org.openapitools.client.model.ValueReadRequestModel;
import org.openapitools.client.model.ValueReadRequestModelRequestEnvelope;
import org.openapitools.client.model.ValueWriteRequestModel;
import org.openapitools.client.model.ValueWriteRequestModelRequestEnvelope;

/** Three operations of an edge, by the client that was made of its document. */
public final class EdgeCaller {

  private static final String FILLER = "nsu=urn:bactrian:plant;s=Line1/Filler";
  private static final String SET_POINT = FILLER + "/SpeedSetpoint";

  private EdgeCaller() {}

  /** Takes the URL of the edge, its key, and the URL of the plant. */
  public static void main(String[] arguments) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(arguments[0]);
    client.setRequestInterceptor(
        request -> request.setHeader("Authorization", "ApiKey " + arguments[1]));
    GeneralApi edge = new GeneralApi(client);
    ConnectionModel plant =
        new ConnectionModel()
            .endpoint(new EndpointModel().url(arguments[2]).securityMode(SecurityMode.NONE));

    String methods =
        edge
            .browse(
                new BrowseFirstRequestModelRequestEnvelope()
                    .connection(plant)
                    .request(
                        new BrowseFirstRequestModel()
                            .nodeId(FILLER)
                            .nodeClassFilter(List.of(NodeClass.METHOD))))
            .getReferences()
            .stream()
            .map(reference -> reference.getTarget().getDisplayName())
            .sorted()
            .collect(Collectors.joining(","));
    edge.valueWrite(
        new ValueWriteRequestModelRequestEnvelope()
            .connection(plant)
            .request(new ValueWriteRequestModel().nodeId(SET_POINT).value(71)));
    Object value =
        edge.valueRead(
                new ValueReadRequestModelRequestEnvelope()
                    .connection(plant)
                    .request(new ValueReadRequestModel().nodeId(SET_POINT)))
            .getValue();
    System.out.println(methods + " " + value);
  }
}
