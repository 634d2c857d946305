'use strict';
// An OPC UA client on node-opcua that does what it is asked on standard input.
//
//   --pki DIR  where certificates are kept
//
// "connect" opens a session and answers with its number and the server's namespaces; all other
// requests name the session.

const {
  AttributeIds,
  ClientMonitoredItem,
  ClientSubscription,
  DataType,
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAClient,
  SecurityPolicy,
  TimestampsToReturn,
  UserTokenType,
  Variant,
} = require('node-opcua');
const { options, say, serve } = require('./peer');

const sessions = [];

async function main() {
  const { pki } = options({ pki: undefined });
  const certificates = new OPCUACertificateManager({
    rootFolder: pki,
    automaticallyAcceptUnknownCertificate: true,
  });
  await certificates.initialize();
  const operations = {
    connect: (request) => connect(certificates, request),
  };
  for (const name of ['browse', 'read', 'write', 'call', 'count']) {
    operations[name] = (request) => operationsOf(sessions[request.session].session)[name](request);
  }
  say({ ready: true });
  serve(operations, closeAll);
}

/** mode: None, Sign, SignAndEncrypt; policy: its name; user and password may be left out. */
async function connect(clientCertificateManager, { url, mode, policy, user, password }) {
  const client = OPCUAClient.create({
    applicationName: 'interop',
    applicationUri: 'urn:node-opcua:interop',
    clientCertificateManager,
    securityMode: MessageSecurityMode[mode],
    securityPolicy: SecurityPolicy[policy],
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 1 },
  });
  await client.connect(url);
  try {
    const session = await client.createSession(
      user
        ? { type: UserTokenType.UserName, userName: user, password }
        : { type: UserTokenType.Anonymous },
    );
    sessions.push({ client, session });
    return { session: sessions.length - 1, namespaces: await session.readNamespaceArray() };
  } catch (error) {
    await client.disconnect();
    throw error;
  }
}

async function closeAll() {
  for (const { client, session } of sessions) {
    await session.close(true);
    await client.disconnect();
  }
}

function operationsOf(session) {
  return {
    browse: async ({ nodeId }) => {
      const result = await session.browse(nodeId);
      return result.references.map((reference) => reference.browseName.name);
    },
    read: async ({ nodeId }) => plain(await session.read({ nodeId, attributeId: AttributeIds.Value })),
    write: async ({ nodeId, type, value }) => {
      const variant = new Variant({ dataType: DataType[type], value });
      const status = await session.write({
        nodeId,
        attributeId: AttributeIds.Value,
        value: { value: variant },
      });
      return status.name;
    },
    call: async ({ objectId, methodId, inputs }) => {
      const inputArguments = inputs.map(({ type, value }) => ({ dataType: DataType[type], value }));
      const result = await session.call({ objectId, methodId, inputArguments });
      return {
        status: result.statusCode.name,
        outputs: (result.outputArguments ?? []).map((output) => output.value),
      };
    },
    count: ({ nodeId, values, samplingInterval }) => count(session, nodeId, values, samplingInterval),
  };
}

/** The first so many values that a subscription brings. */
async function count(session, nodeId, values, samplingInterval) {
  const subscription = ClientSubscription.create(session, {
    requestedPublishingInterval: 100,
    requestedLifetimeCount: 1000,
    requestedMaxKeepAliveCount: 10,
    maxNotificationsPerPublish: 1000,
    publishingEnabled: true,
  });
  const item = ClientMonitoredItem.create(
    subscription,
    { nodeId, attributeId: AttributeIds.Value },
    { samplingInterval, queueSize: 1000, discardOldest: true },
    TimestampsToReturn.Both,
  );
  const received = [];
  await new Promise((resolve, reject) => {
    item.on('err', (message) => reject(new Error(message)));
    item.on('changed', (dataValue) => {
      received.push(dataValue.value.value);
      if (received.length >= values) {
        resolve();
      }
    });
  });
  await subscription.terminate();
  return received.slice(0, values);
}

function plain(dataValue) {
  const { value, statusCode, sourceTimestamp } = dataValue;
  const shown = ArrayBuffer.isView(value?.value) ? Array.from(value.value) : value?.value;
  return {
    status: statusCode.name,
    type: value ? DataType[value.dataType] : null,
    value: shown?.toJSON ? shown.toJSON() : shown,
    sourceTimestamp,
  };
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
