// Three operations of a cloud, by the client that was made of its document: takes the URL of the
// cloud, a token, and the id of an endpoint that is activated.
import { Configuration, EndpointsApi, PublishersApi, TwinReadApi } from './index';

declare const process: { argv: string[] };

async function call(url: string, token: string, endpointId: string) {
  const cloud = new Configuration({ basePath: url, accessToken: token });
  const publishers = await new PublishersApi(cloud).getListOfPublisher();
  const endpoint = await new EndpointsApi(cloud).getEndpoint({ endpointId });
  const read = await new TwinReadApi(cloud).readValue({
    endpointId,
    valueReadRequest: { nodeId: 'urn:bactrian:plant#s=Line1/Filler/Temperature' }
  });
  const ids = (publishers.items ?? []).map(publisher => publisher.id).join(',');
  console.log(ids + ' ' + endpoint.activationState + ' ' + read.dataType);
}

call(process.argv[2], process.argv[3], process.argv[4]);
