'use strict';
// An OPC UA server on node-opcua: counters that rise by one, a set-point, a method.
//
//   --port 0       TCP port on loopback, 0 for any
//   --pki DIR      where certificates are kept
//   --counters 10  number of counters, s=Counter1 and so on
//   --rate 100     milliseconds between two ticks

const {
  DataType,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAServer,
  SecurityPolicy,
  StatusCodes,
  VariantArrayType,
} = require('node-opcua');
const { freePort, options, say, serve } = require('./peer');

const NAMESPACE = 'urn:node-opcua:plant';

async function main() {
  const { port, pki, counters, rate } = options({
    port: '0',
    pki: undefined,
    counters: '10',
    rate: '100',
  });
  const certificates = new OPCUACertificateManager({
    rootFolder: pki,
    automaticallyAcceptUnknownCertificate: true,
  });
  await certificates.initialize();
  const server = new OPCUAServer({
    host: '127.0.0.1',
    hostname: 'localhost',
    port: Number(port) || (await freePort()),
    serverCertificateManager: certificates,
    userCertificateManager: certificates,
    securityPolicies: [SecurityPolicy.None, SecurityPolicy.Basic256Sha256],
    securityModes: [
      MessageSecurityMode.None,
      MessageSecurityMode.Sign,
      MessageSecurityMode.SignAndEncrypt,
    ],
    allowAnonymous: true,
    userManager: { isValidUser: (name, password) => name === 'anna' && password === 'red lorry' },
    serverInfo: { applicationUri: 'urn:node-opcua:plant:server' },
    serverCapabilities: { maxSessions: 100, maxBrowseContinuationPoints: 10 },
  });
  await server.initialize();
  const plant = buildPlant(server, Number(counters), Number(rate));
  await server.start();
  const endpointUrl = server.getEndpointUrl();
  say({ ready: true, endpointUrl, port: Number(new URL(endpointUrl).port), namespace: NAMESPACE });
  serve({ tick: () => plant.tick() }, async () => {
    plant.stop();
    await server.shutdown(0);
  });
}

function buildPlant(server, count, rate) {
  const addressSpace = server.engine.addressSpace;
  const namespace = addressSpace.registerNamespace(NAMESPACE);
  const folder = namespace.addFolder(addressSpace.rootFolder.objects, {
    browseName: 'Plant',
    nodeId: 's=Plant',
  });
  let tick = 0;
  const variables = Array.from({ length: count }, (_, index) =>
    namespace.addVariable({
      componentOf: folder,
      nodeId: `s=Counter${index + 1}`,
      browseName: `Counter${index + 1}`,
      dataType: 'UInt32',
      minimumSamplingInterval: 0,
    }),
  );
  const show = () => {
    const now = new Date();
    for (const variable of variables) {
      variable.setValueFromSource({ dataType: DataType.UInt32, value: tick }, StatusCodes.Good, now);
    }
  };
  show();
  namespace.addVariable({
    componentOf: folder,
    nodeId: 's=SetPoint',
    browseName: 'SetPoint',
    dataType: 'Double',
    accessLevel: 'CurrentRead | CurrentWrite',
    userAccessLevel: 'CurrentRead | CurrentWrite',
  }).setValueFromSource({ dataType: DataType.Double, value: 20.5 });
  namespace.addVariable({
    componentOf: folder,
    nodeId: 'i=1001',
    browseName: 'Profile',
    dataType: 'Int32',
    valueRank: 1,
  }).setValueFromSource({
    dataType: DataType.Int32,
    arrayType: VariantArrayType.Array,
    value: new Int32Array([1, 2, 3]),
  });
  addMultiply(namespace, folder);
  const timer = setInterval(() => {
    tick += 1;
    show();
  }, rate);
  return { tick: () => tick, stop: () => clearInterval(timer) };
}

/** Multiply(a, b): both Double, returns their product; refuses infinite results. */
function addMultiply(namespace, folder) {
  const method = namespace.addMethod(folder, {
    nodeId: 's=Multiply',
    browseName: 'Multiply',
    inputArguments: [
      { name: 'a', dataType: DataType.Double },
      { name: 'b', dataType: DataType.Double },
    ],
    outputArguments: [{ name: 'product', dataType: DataType.Double }],
  });
  method.bindMethod(async ([a, b], _context) => {
    const value = a.value * b.value;
    return Number.isFinite(value)
      ? { statusCode: StatusCodes.Good, outputArguments: [{ dataType: DataType.Double, value }] }
      : { statusCode: StatusCodes.BadOutOfRange };
  });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
