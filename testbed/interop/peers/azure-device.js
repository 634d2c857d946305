'use strict';
// A device on Microsoft's device SDK that does what it is asked on standard input.
//
// "open" takes a connection string; afterwards "send", "report", "twin" and "method" act as the
// device. Desired properties and method calls are told as events.

const { Client, Message } = require('azure-iot-device');
const { Mqtt } = require('azure-iot-device-mqtt');
const { say, serve } = require('./peer');

let client;
let twin;

const operations = {
  open: async ({ connectionString }) => {
    client = Client.fromConnectionString(connectionString, Mqtt);
    await client.open();
  },
  send: async ({ body, properties, contentType, contentEncoding, messageId }) => {
    const message = new Message(body);
    Object.assign(message, { contentType, contentEncoding, messageId });
    for (const [name, value] of Object.entries(properties)) {
      message.properties.add(name, value);
    }
    await client.sendEvent(message);
  },
  twin: async () => {
    if (!twin) {
      twin = await client.getTwin();
      twin.on('properties.desired', (desired) => say({ event: 'desired', desired }));
    }
    return { desired: twin.properties.desired, reported: withoutFunctions(twin.properties.reported) };
  },
  report: ({ patch }) =>
    new Promise((resolve, reject) => {
      twin.properties.reported.update(patch, (error) => (error ? reject(error) : resolve()));
    }),
  method: ({ name, status, answer }) => {
    client.onDeviceMethod(name, (request, response) => {
      say({ event: 'method', name: request.methodName, payload: request.payload });
      response.send(status, answer, (error) => error && say({ event: 'fault', text: error.message }));
    });
  },
};

function withoutFunctions(value) {
  return JSON.parse(JSON.stringify(value));
}

say({ ready: true });
serve(operations, () => client?.close());
