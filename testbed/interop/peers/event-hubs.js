'use strict';
// A reader of an event hub on Microsoft's SDK that does what it is asked on standard input.

const { EventHubConsumerClient, earliestEventPosition } = require('@azure/event-hubs');
const { say, serve } = require('./peer');

let client;

function shown(event) {
  return {
    body: event.body,
    properties: event.properties,
    device: event.systemProperties?.['iothub-connection-device-id'],
    contentType: event.contentType,
    number: String(event.sequenceNumber),
  };
}

/** Reads events until as many have come as are asked for. */
function read({ count, after }) {
  const startPosition =
    after === undefined
      ? earliestEventPosition
      : { sequenceNumber: Number(after), isInclusive: false };
  const seen = [];
  return new Promise((resolve, reject) => {
    const subscription = client.subscribe(
      {
        processEvents: async (events) => {
          seen.push(...events.map(shown));
          if (seen.length >= count) {
            await subscription.close();
            resolve(seen);
          }
        },
        processError: async (error) => reject(error),
      },
      { startPosition, maxWaitTimeInSeconds: 1 },
    );
  });
}

const operations = {
  open: ({ connectionString, group }) => {
    client = new EventHubConsumerClient(group, connectionString, {
      retryOptions: { maxRetries: 0, timeoutInMs: 20_000 },
    });
  },
  partitions: () => client.getPartitionIds(),
  partition: ({ partition }) => client.getPartitionProperties(partition),
  read,
};

serve(operations, () => client?.close());
say({ ready: true });
