'use strict';
// A client of the events service on Microsoft's SignalR package. It connects to hubs, subscribes its
// connections by REST, connects again by itself, and tells what comes.

const { HubConnectionBuilder, LogLevel } = require('@microsoft/signalr');
const { options, say, serve } = require('./peer');

const TARGETS = [
  'ApplicationEvent',
  'EndpointEvent',
  'GatewayEvent',
  'SupervisorEvent',
  'DiscovererEvent',
  'PublisherEvent',
  'DiscoveryProgress',
  'PublisherMessage',
];

const { url, token } = options({ url: undefined, token: undefined });
const connections = new Map();

async function subscription(method, path, body) {
  const answer = await fetch(`${url}/events/v2/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) {
    throw new Error(`${answer.status} ${await answer.text()}`);
  }
}

serve(
  {
    connect: async ({ hub }) => {
      const connection = new HubConnectionBuilder()
        .withUrl(`${url}/events/v2/${hub}/events`, { accessTokenFactory: () => token })
        .withAutomaticReconnect(Array(100).fill(200))
        .configureLogging(LogLevel.None)
        .build();
      for (const target of TARGETS) {
        connection.on(target, (argument) => say({ event: target, hub, argument }));
      }
      connection.onreconnected((connectionId) => say({ event: 'reconnected', hub, connectionId }));
      connection.onclose((error) => say({ event: 'closed', hub, error: error?.message ?? null }));
      await connection.start();
      connections.set(hub, connection);
      return connection.connectionId;
    },
    subscribe: ({ hub, path }) =>
      subscription('PUT', path, connections.get(hub).connectionId),
    unsubscribe: ({ hub, path }) =>
      subscription('DELETE', `${path}/${connections.get(hub).connectionId}`),
    invoke: ({ hub, method }) => connections.get(hub).invoke(method),
  },
  () => Promise.all([...connections.values()].map((connection) => connection.stop())),
);
say({ ready: true });
