'use strict';
// An OPC UA server on node-opcua: counters that rise by one, a set-point, a method, a history.
//
//   --port 0       TCP port on loopback, 0 for any
//   --pki DIR      where certificates are kept
//   --counters 10  number of counters, s=Counter1 and so on
//   --rate 100     milliseconds between two ticks
//   --structures no  with "yes", also values of the types in structures.nodeset.xml
//   --alarms no      with "yes", also a tank whose level has an alarm; {"do": "level", "value": 90} sets it
//   --files no       with "yes", also files and directories below s=FileSystem
//   --policies None,Basic256Sha256  security policies
//   --certificate FILE --key FILE   PEM files in place of a certificate of its own
//   --anonymous true                whether users without a name are let in
//   --strangers true                whether clients that are not in the PKI folder are let in
//   --clear-passwords false         whether passwords are taken where nothing encrypts them

const path = require('node:path');
const {
  DataType,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAServer,
  OPCUAServerEndPoint,
  SecurityPolicy,
  StatusCodes,
  VariantArrayType,
  addAggregateSupport,
  coerceNodeId,
  installAggregateConfigurationOptions,
  nodesets,
} = require('node-opcua');
const { freePort, options, say, serve } = require('./peer');

const NAMESPACE = 'urn:node-opcua:plant';

async function main() {
  const given = options({
    port: '0',
    pki: undefined,
    counters: '10',
    rate: '100',
    structures: 'no',
    alarms: 'no',
    files: 'no',
    policies: 'None,Basic256Sha256',
    certificate: '',
    key: '',
    anonymous: 'true',
    strangers: 'true',
    'clear-passwords': 'false',
  });
  const { port, pki, counters, rate, structures } = given;
  if (given['clear-passwords'] === 'true') {
    takeClearPasswords();
  }
  const certificates = new OPCUACertificateManager({
    rootFolder: pki,
    automaticallyAcceptUnknownCertificate: given.strangers === 'true',
  });
  await certificates.initialize();
  const server = new OPCUAServer({
    host: '127.0.0.1',
    hostname: 'localhost',
    port: Number(port) || (await freePort()),
    serverCertificateManager: certificates,
    userCertificateManager: certificates,
    securityPolicies: given.policies.split(',').map((name) => SecurityPolicy[name]),
    securityModes: [
      MessageSecurityMode.None,
      MessageSecurityMode.Sign,
      MessageSecurityMode.SignAndEncrypt,
    ],
    ...(given.certificate && { certificateFile: given.certificate, privateKeyFile: given.key }),
    allowAnonymous: given.anonymous === 'true',
    userManager: { isValidUser: (name, password) => name === 'anna' && password === 'red lorry' },
    nodeset_filename:
      structures === 'yes'
        ? [nodesets.standard, path.join(__dirname, 'structures.nodeset.xml')]
        : [nodesets.standard],
    serverInfo: { applicationUri: 'urn:node-opcua:plant:server' },
    serverCapabilities: { maxSessions: 100, maxBrowseContinuationPoints: 10 },
  });
  await server.initialize();
  const plant = buildPlant(server, Number(counters), Number(rate));
  if (structures === 'yes') {
    addStructures(server);
  }
  const tank = given.alarms === 'yes' ? addAlarms(server) : undefined;
  if (given.files === 'yes') {
    addFiles(server, path.join(pki, 'files'));
  }
  await server.start();
  const endpointUrl = server.getEndpointUrl();
  say({ ready: true, endpointUrl, port: Number(new URL(endpointUrl).port), namespace: NAMESPACE });
  serve({ tick: () => plant.tick(), level: ({ value }) => tank.level(value) }, async () => {
    plant.stop();
    await server.shutdown(0);
  });
}

function addFiles(server, folder) {
  const { addressSpace } = server.engine;
  const namespace = addressSpace.getNamespace(NAMESPACE);
  return require('./file-system').addFileSystem(addressSpace, namespace, folder);
}

/** node-opcua knows such a policy of users but passes no option on for it. */
function takeClearPasswords() {
  const standard = OPCUAServerEndPoint.prototype.addStandardEndpointDescriptions;
  OPCUAServerEndPoint.prototype.addStandardEndpointDescriptions = function add(wanted) {
    return standard.call(this, { ...wanted, allowUnsecurePassword: true });
  };
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
  addRecorded(addressSpace, namespace, folder);
  addMultiply(namespace, folder);
  const timer = setInterval(() => {
    tick += 1;
    show();
  }, rate);
  return { tick: () => tick, stop: () => clearInterval(timer) };
}

/** A tank whose level has limits, as an event source below the Server. */
function addAlarms(server) {
  const addressSpace = server.engine.addressSpace;
  const namespace = addressSpace.getNamespace(NAMESPACE);
  addressSpace.installAlarmsAndConditionsService();
  const tank = namespace.addObject({
    organizedBy: addressSpace.rootFolder.objects,
    nodeId: 's=Tank',
    browseName: 'Tank',
    eventNotifier: 1,
    notifierOf: addressSpace.rootFolder.objects.server,
  });
  const level = namespace.addVariable({
    propertyOf: tank,
    eventSourceOf: tank,
    nodeId: 's=Tank.Level',
    browseName: 'Level',
    dataType: 'Double',
  });
  const set = (value) => level.setValueFromSource({ dataType: DataType.Double, value });
  set(50);
  namespace.instantiateNonExclusiveLimitAlarm('NonExclusiveLimitAlarmType', {
    browseName: 'LevelAlarm',
    nodeId: 's=Tank.LevelAlarm',
    componentOf: tank,
    conditionSource: level,
    inputNode: level,
    highHighLimit: 95,
    highLimit: 80,
    lowLimit: 10,
    lowLowLimit: 5,
  });
  return { level: set };
}

/** A variable with 20 recorded values, 10 s apart: 0, 10, 20 and so on. */
function addRecorded(addressSpace, namespace, folder) {
  addAggregateSupport(addressSpace);
  const recorded = namespace.addVariable({
    componentOf: folder,
    nodeId: 's=Recorded',
    browseName: 'Recorded',
    dataType: 'Double',
  });
  addressSpace.installHistoricalDataNode(recorded, { maxOnlineValues: 100 });
  installAggregateConfigurationOptions(recorded, {
    percentDataBad: 100,
    percentDataGood: 100,
    treatUncertainAsBad: false,
    useSlopedExtrapolation: false,
    stepped: false,
  });
  for (let i = 0; i < 20; i += 1) {
    const at = new Date(Date.UTC(2026, 0, 1, 0, 0, 10 * i));
    recorded.setValueFromSource({ dataType: DataType.Double, value: 10 * i }, StatusCodes.Good, at);
  }
}

/** Values that do not change: structures of all kinds, and a String that is null. */
function addStructures(server) {
  const addressSpace = server.engine.addressSpace;
  const types = addressSpace.getNamespaceIndex('urn:node-opcua:structures');
  const namespace = addressSpace.getNamespace(NAMESPACE);
  const object = (type, fields) =>
    addressSpace.constructExtensionObject(coerceNodeId(`ns=${types};i=${type}`), fields);
  const add = (name, dataType, variant) =>
    namespace
      .addVariable({
        organizedBy: addressSpace.rootFolder.objects,
        nodeId: `s=${name}`,
        browseName: name,
        dataType,
        valueRank: variant.arrayType === VariantArrayType.Array ? 1 : -1,
        minimumSamplingInterval: 0,
      })
      .setValueFromSource(variant);
  const structure = (name, type, fields) =>
    add(name, `ns=${types};i=${type}`, {
      dataType: DataType.ExtensionObject,
      value: object(type, fields),
    });
  const steps = [
    { temp: 80.5, count: 1 },
    { temp: 20, count: 2 },
  ];
  structure('recipe', 3002, {
    id: [0, 7],
    name: 'cake',
    start: new Date('2026-01-02T03:04:05Z'),
    mode: 5,
    steps: steps.map((step) => object(3001, step)),
    raw: Buffer.from('abc'),
    state: StatusCodes.Good,
    ok: true,
  });
  structure('optboth', 3003, { a: 1, b: 'x', c: 1.5 });
  structure('optnone', 3003, { a: 1 });
  structure('uninum', 3004, { num: 2.5 });
  structure('unitxt', 3004, { txt: 'hello' });
  add('arrstep', `ns=${types};i=3001`, {
    dataType: DataType.ExtensionObject,
    arrayType: VariantArrayType.Array,
    value: steps.map((step) => object(3001, step)),
  });
  add('nulltext', 'String', { dataType: DataType.String, value: null });
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
