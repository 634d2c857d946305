'use strict';
// An OPC UA application on node-opcua that pulls its certificate from a Global Discovery Server, and
// connects to others with it. Its node ids are those of the node set of Part 12 that npm's
// node-opcua-nodesets carries.
//
//   --pki DIR  where its certificates are kept
//   --uri URI  its application URI

const fs = require('node:fs');
const path = require('node:path');
const {
  DataType,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAClient,
  SecurityPolicy,
  coerceNodeId,
} = require('node-opcua');
const { BinaryStream } = require('node-opcua-binary-stream');
const { nodesets } = require('node-opcua-nodesets');
const { TrustListDataType } = require('node-opcua-types');
const { options, say, serve } = require('./peer');

const NAMESPACE = 'http://opcfoundation.org/UA/GDS/';
const DIRECTORY = 141;
const RECORD = 1;
const PART = 300;

let client;
let session;
let index;

async function main() {
  const { pki, uri } = options({ pki: undefined, uri: undefined });
  const certificates = new OPCUACertificateManager({
    rootFolder: pki,
    automaticallyAcceptUnknownCertificate: true,
  });
  await certificates.initialize();
  const certificateFile = path.join(pki, 'client.pem');
  await certificates.createSelfSignedCertificate({
    applicationUri: uri,
    dns: ['localhost'],
    outputFile: certificateFile,
    startDate: new Date(Date.now() - 86400000),
    subject: '/CN=Puller',
    validity: 30,
  });
  say({ ready: true });
  serve(
    {
      connect: ({ url }) => connect(certificates, certificateFile, uri, url),
      methods: () => methods(),
      register: () => register(uri),
      startSigning: ({ application }) => startSigning(certificates, uri, application),
      call: ({ method, inputs }) => call(method, inputs),
      trustList: ({ application }) => trustList(application),
      useCertificate: ({ chain }) => fs.writeFileSync(certificateFile, chain.map(pem).join('')),
    },
    disconnect,
  );
}

async function disconnect() {
  await session?.close(true);
  await client?.disconnect();
  session = undefined;
  client = undefined;
}

/** A certificate, DER in base64, as PEM. */
function pem(base64) {
  const lines = base64.match(/.{1,64}/g).join('\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** Leaves the server that it was connected to, if any. */
async function connect(clientCertificateManager, certificateFile, applicationUri, url) {
  await disconnect();
  client = OPCUAClient.create({
    applicationName: 'Puller',
    applicationUri,
    certificateFile,
    privateKeyFile: clientCertificateManager.privateKey,
    clientCertificateManager,
    securityMode: MessageSecurityMode.SignAndEncrypt,
    securityPolicy: SecurityPolicy.Basic256Sha256,
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 1 },
  });
  try {
    await client.connect(url);
    session = await client.createSession();
  } catch (error) {
    await disconnect();
    throw error;
  }
  const namespaces = await session.readNamespaceArray();
  index = namespaces.indexOf(NAMESPACE);
  return { namespaces };
}

/** Ids of the methods of an object, by their names, as the node set has them. */
function standardMethods(object) {
  const text = fs.readFileSync(nodesets.gds, 'utf8');
  const found = {};
  for (const [, attributes] of text.matchAll(/<UAMethod ([^>]*)>/g)) {
    const at = Object.fromEntries(
      [...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
    );
    if (at.ParentNodeId === `ns=1;i=${object}`) {
      found[at.BrowseName.replace(/^1:/, '')] = at.NodeId.replace('ns=1', `ns=${index}`);
    }
  }
  return found;
}

/** The methods of the Directory, of the node set and of the server. */
async function methods() {
  const browsed = await session.browse(`ns=${index};i=${DIRECTORY}`);
  const served = Object.fromEntries(
    browsed.references
      .filter((reference) => reference.nodeClass === 4)
      .map((reference) => [reference.browseName.name, reference.nodeId.toString()]),
  );
  return { standard: standardMethods(DIRECTORY), served };
}

function id(text) {
  return { dataType: DataType.NodeId, value: coerceNodeId(text) };
}

async function invoke(objectId, methodId, inputArguments) {
  const result = await session.call({ objectId, methodId, inputArguments });
  return {
    status: result.statusCode.name,
    outputs: (result.outputArguments ?? []).map((output) => output.value),
  };
}

function invokeDirectory(method, inputs) {
  return invoke(`ns=${index};i=${DIRECTORY}`, standardMethods(DIRECTORY)[method], inputs);
}

async function register(uri) {
  const record = await session.constructExtensionObject(coerceNodeId(`ns=${index};i=${RECORD}`), {
    applicationUri: uri,
    applicationType: 1,
    applicationNames: [{ locale: 'en', text: 'Puller' }],
    productUri: 'urn:node-opcua',
    discoveryUrls: [],
    serverCapabilities: ['NA'],
  });
  const { status, outputs } = await invokeDirectory('RegisterApplication', [
    { dataType: DataType.ExtensionObject, value: record },
  ]);
  return { status, application: outputs[0]?.toString() };
}

async function startSigning(certificates, applicationUri, application) {
  const file = await certificates.createCertificateRequest({
    applicationUri,
    dns: ['localhost'],
    startDate: new Date(),
    subject: '/CN=Puller',
    validity: 30,
  });
  const der = Buffer.from(fs.readFileSync(file, 'latin1').replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const { status, outputs } = await invokeDirectory('StartSigningRequest', [
    id(application),
    id('i=0'),
    id('i=0'),
    { dataType: DataType.ByteString, value: der },
  ]);
  return { status, request: outputs[0]?.toString(), certificateRequest: der.toString('base64') };
}

/** Calls a method of the Directory whose inputs are node ids. */
async function call(method, inputs) {
  const { status, outputs } = await invokeDirectory(method, inputs.map(id));
  return { status, outputs: outputs.map(plain) };
}

function plain(value) {
  if (Buffer.isBuffer(value)) {
    return value.toString('base64');
  }
  return Array.isArray(value) ? value.map(plain) : value?.toString();
}

/** The trust list of an application, read as a file in parts. */
async function trustList(application) {
  const found = await invokeDirectory('GetTrustList', [id(application), id('i=0')]);
  const object = found.outputs[0].toString();
  const browsed = await session.browse(object);
  const named = Object.fromEntries(
    browsed.references.map((reference) => [reference.browseName.name, reference.nodeId.toString()]),
  );
  const opened = await invoke(object, named.Open, [{ dataType: DataType.Byte, value: 1 }]);
  const handle = { dataType: DataType.UInt32, value: opened.outputs[0] };
  const parts = [];
  do {
    const read = await invoke(object, named.Read, [handle, { dataType: DataType.Int32, value: PART }]);
    parts.push(read.outputs[0] ?? Buffer.alloc(0));
  } while (parts.at(-1).length === PART);
  await invoke(object, named.Close, [handle]);
  const list = new TrustListDataType();
  list.decode(new BinaryStream(Buffer.concat(parts)));
  return {
    trustedCertificates: list.trustedCertificates.map(plain),
    trustedCrls: list.trustedCrls.map(plain),
  };
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
