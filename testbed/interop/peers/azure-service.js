'use strict';
// A back end on Microsoft's service SDK that does what it is asked on standard input.
//
//   --port PORT  where the hub's REST is
//
// "open" takes a connection string. It cannot carry a port, so the connections of Node.js itself are
// led to the port; the SDK on top of it is as Microsoft ships it.

const https = require('node:https');
const { options, say, serve } = require('./peer');

const { port } = options({ port: undefined });

class HubAgent extends https.Agent {
  createConnection(target, connected) {
    return super.createConnection({ ...target, host: '127.0.0.1', port: Number(port) }, connected);
  }
}

https.Agent = HubAgent;
const { Client, Registry } = require('azure-iothub');

let registry;
let client;

const operations = {
  open: ({ connectionString }) => {
    registry = Registry.fromConnectionString(connectionString);
    client = Client.fromConnectionString(connectionString);
  },
  create: async ({ deviceId }) => (await registry.create({ deviceId })).responseBody,
  get: async ({ deviceId }) => (await registry.get(deviceId)).responseBody,
  list: async () => (await registry.list()).responseBody.map((device) => device.deviceId),
  delete: async ({ deviceId }) => void (await registry.delete(deviceId)),
  query: async ({ sql, pageSize }) => {
    const query = registry.createQuery(sql, pageSize);
    const pages = [];
    while (query.hasMoreResults) {
      // Without the token the SDK's promise form asks for the first page again and again.
      pages.push((await query.next(query.continuationToken)).result);
    }
    return pages;
  },
  twin: async ({ deviceId }) => plain((await registry.getTwin(deviceId)).responseBody),
  update: async ({ deviceId, patch, etag }) =>
    plain((await registry.updateTwin(deviceId, patch, etag)).responseBody),
  invoke: async ({ deviceId, methodName, payload, timeout }) =>
    (
      await client.invokeDeviceMethod(deviceId, {
        methodName,
        payload,
        responseTimeoutInSeconds: timeout,
        connectTimeoutInSeconds: 0,
      })
    ).result,
};

/** A twin without the SDK's own client inside. */
function plain({ deviceId, etag, version, tags, properties }) {
  return { deviceId, etag, version, tags, properties };
}

say({ ready: true });
serve(operations);
