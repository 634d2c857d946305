'use strict';
// A client of Service Bus on Microsoft's SDK that does what it is asked on standard input.
//
// "open" takes a connection string; the other operations take the name of a queue, or of a topic
// and a subscription. What was received is kept by its message id until it is settled.

const { ServiceBusClient } = require('@azure/service-bus');
const { say, serve } = require('./peer');

let client;
const senders = new Map();
const receivers = new Map();
const held = new Map();

function sender({ entity }) {
  if (!senders.has(entity)) {
    senders.set(entity, client.createSender(entity));
  }
  return senders.get(entity);
}

function receiver({ entity, subscription, dead }) {
  const key = `${entity}/${subscription}/${dead}`;
  if (!receivers.has(key)) {
    const options = {
      maxAutoLockRenewalDurationInMs: 0,
      ...(dead ? { subQueueType: 'deadLetter' } : {}),
    };
    receivers.set(
      key,
      subscription
        ? client.createReceiver(entity, subscription, options)
        : client.createReceiver(entity, options),
    );
  }
  return receivers.get(key);
}

function shown(message) {
  held.set(message.messageId, message);
  return {
    id: message.messageId,
    body: message.body,
    properties: message.applicationProperties,
    deliveryCount: message.deliveryCount,
    reason: message.deadLetterReason,
    number: String(message.sequenceNumber),
  };
}

const operations = {
  open: ({ connectionString }) => {
    client = new ServiceBusClient(connectionString, {
      retryOptions: { maxRetries: 0, timeoutInMs: 20_000 },
    });
  },
  send: (request) =>
    sender(request).sendMessages({
      body: request.body,
      messageId: request.messageId,
      applicationProperties: request.properties,
    }),
  sendBatch: async (request) => {
    const batch = await sender(request).createMessageBatch();
    for (const body of request.bodies) {
      if (!batch.tryAddMessage({ body })) {
        throw new Error('the batch is full');
      }
    }
    await sender(request).sendMessages(batch);
  },
  receive: async (request) => {
    const options = { maxWaitTimeInMs: 20_000 };
    const messages = await receiver(request).receiveMessages(request.count, options);
    return messages.map(shown);
  },
  peek: async (request) =>
    (await receiver(request).peekMessages(request.count)).map((message) => message.body),
  settle: async (request) => {
    const message = held.get(request.messageId);
    const by = receiver(request);
    switch (request.how) {
      case 'complete':
        return by.completeMessage(message);
      case 'abandon':
        return by.abandonMessage(message);
      case 'deadLetter':
        return by.deadLetterMessage(message, { deadLetterReason: request.reason });
      case 'renew':
        return (await by.renewMessageLock(message)).toISOString();
      default:
        throw new Error(`there is no way ${request.how}`);
    }
  },
  schedule: async (request) => {
    const due = new Date(Date.now() + request.afterMillis);
    const numbers = await sender(request).scheduleMessages({ body: request.body }, due);
    return numbers.map(String);
  },
};

serve(operations, () => client?.close());
say({ ready: true });
