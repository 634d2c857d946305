// Three operations of an edge, by the client that was made of its document: takes the URL of the
// edge, its key, and the URL of the plant.
import { Configuration, ConnectionModel, GeneralApi, NodeClass, SecurityMode } from './index';

declare const process: { argv: string[] };

const FILLER = 'nsu=urn:bactrian:plant;s=Line1/Filler';
const SET_POINT = FILLER + '/SpeedSetpoint';

async function call(url: string, key: string, plant: string) {
  const edge = new GeneralApi(new Configuration({ basePath: url, apiKey: 'ApiKey ' + key }));
  const connection: ConnectionModel = {
    endpoint: { url: plant, securityMode: SecurityMode.None }
  };
  const browsed = await edge.browse({
    browseFirstRequestModelRequestEnvelope: {
      connection,
      request: { nodeId: FILLER, nodeClassFilter: [NodeClass.Method] }
    }
  });
  await edge.valueWrite({
    valueWriteRequestModelRequestEnvelope: { connection, request: { nodeId: SET_POINT, value: 72 } }
  });
  const read = await edge.valueRead({
    valueReadRequestModelRequestEnvelope: { connection, request: { nodeId: SET_POINT } }
  });
  const methods = browsed.references.map(reference => reference.target.displayName).sort();
  console.log(methods.join(',') + ' ' + read.value);
}

call(process.argv[2], process.argv[3], process.argv[4]);
