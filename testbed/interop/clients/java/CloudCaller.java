import java.util.stream.Collectors;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.EndpointsApi;
import org.openapitools.client.api.PublishersApi;
import org.openapitools.client.api.TwinReadApi;
import org.openapitools.client.model.ValueReadRequest;

/** Three operations of a cloud, by the client that was made of its document. */
public final class CloudCaller {

  private CloudCaller() {}

  /** Takes the URL of the cloud, a token, and the id of an endpoint that is activated. */
  public static void main(String[] arguments) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(arguments[0]);
    client.setRequestInterceptor(
        request -> request.setHeader("Authorization", "Bearer " + arguments[1]));

    String publishers =
        new PublishersApi(client)
            .getListOfPublisher(null, null, null)
            .getItems()
            .stream()
            .map(publisher -> publisher.getId())
            .collect(Collectors.joining(","));
    String activation =
        new EndpointsApi(client).getEndpoint(arguments[2], null).getActivationState().getValue();
    String type =
        new TwinReadApi(client)
            .readValue(
                arguments[2],
                new ValueReadRequest().nodeId("urn:bactrian:plant#s=Line1/Filler/Temperature"))
            .getDataType();
    System.out.println(publishers + " " + activation + " " + type);
  }
}
