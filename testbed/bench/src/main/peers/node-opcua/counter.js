'use strict';
// A client on node-opcua that receives the values of load counters and only counts them.
//
//   node counter.js ITEMS SAMPLING STEP PUBLISHING SERVER…
//
// The arguments are those of SimulatedItems, and "count" on standard input is answered as
// TallyRequests does. It ends when its input ends.

const readline = require('node:readline');
const {
  AttributeIds,
  ClientSubscription,
  MessageSecurityMode,
  OPCUAClient,
  SecurityPolicy,
  TimestampsToReturn,
} = require('node-opcua-client');

const NAMESPACE = 'urn:bactrian:load';
const ITEMS_PER_SUBSCRIPTION = 5000;
const ITEMS_PER_CALL = 1000;
const NOTIFICATIONS_PER_PUBLISH = 20000;
const QUEUE_MILLIS = 10000;
const LONGEST_MILLIS = 60000;
const UNSEEN = -1;

const [items, sampling, step, publishing] = process.argv.slice(2, 6).map(Number);
const servers = process.argv.slice(6);
const perServer = Math.ceil(items / servers.length);

const last = new Float64Array(items).fill(UNSEEN);
const spoke = new Uint8Array(items);
const latencies = new Float64Array(LONGEST_MILLIS + 1);
let values = 0;
let lost = 0;
let repeated = 0;

function add(item, count, latency) {
  values++;
  spoke[item] = 1;
  latencies[Math.max(0, Math.min(Math.trunc(latency), LONGEST_MILLIS))]++;
  const before = last[item];
  if (before === UNSEEN) {
    last[item] = count;
  } else if (count > before) {
    lost += Math.max(0, Math.trunc((count - before) / step) - 1);
    last[item] = count;
  } else {
    repeated++;
  }
}

function quantile(share) {
  const rank = Math.max(1, Math.ceil(share * values));
  let passed = 0;
  for (let millis = 0; millis <= LONGEST_MILLIS; millis++) {
    passed += latencies[millis];
    if (passed >= rank) {
      return millis;
    }
  }
  return 0;
}

function take() {
  let seen = 0;
  let silent = 0;
  for (let item = 0; item < items; item++) {
    if (last[item] !== UNSEEN) {
      seen++;
      silent += spoke[item] ? 0 : 1;
    }
  }
  const text =
    `values=${values} lost=${lost} repeated=${repeated} items=${seen} silent=${silent}` +
    ` p50=${quantile(0.5)} p99=${quantile(0.99)}`;
  values = lost = repeated = 0;
  latencies.fill(0);
  spoke.fill(0);
  return text;
}

async function subscribe(server, url) {
  const client = OPCUAClient.create({
    endpointMustExist: false,
    securityMode: MessageSecurityMode.None,
    securityPolicy: SecurityPolicy.None,
    keepSessionAlive: true,
    transportSettings: { maxChunkCount: 2000, maxMessageSize: 64 * 1024 * 1024 },
  });
  await client.connect(url);
  const session = await client.createSession();
  const namespace = (await session.readNamespaceArray()).indexOf(NAMESPACE);
  const first = server * perServer;
  const end = Math.min(items, first + perServer);
  for (let from = first; from < end; from += ITEMS_PER_SUBSCRIPTION) {
    const subscription = await session.createSubscription2({
      requestedPublishingInterval: publishing,
      requestedLifetimeCount: 1000,
      requestedMaxKeepAliveCount: 10,
      maxNotificationsPerPublish: NOTIFICATIONS_PER_PUBLISH,
      publishingEnabled: true,
    });
    const to = Math.min(end, from + ITEMS_PER_SUBSCRIPTION);
    for (let begin = from; begin < to; begin += ITEMS_PER_CALL) {
      await monitor(subscription, namespace, begin, Math.min(to, begin + ITEMS_PER_CALL));
    }
  }
}

async function monitor(subscription, namespace, from, to) {
  const nodes = [];
  for (let item = from; item < to; item++) {
    nodes.push({
      nodeId: `ns=${namespace};i=${(item % perServer) + 1}`,
      attributeId: AttributeIds.Value,
    });
  }
  const group = await subscription.monitorItems(
    nodes,
    {
      samplingInterval: sampling,
      queueSize: Math.max(10, Math.trunc(QUEUE_MILLIS / sampling)),
      discardOldest: true,
    },
    TimestampsToReturn.Both,
  );
  group.on('changed', (monitored, value, index) => {
    add(from + index, value.value.value, Date.now() - value.sourceTimestamp.getTime());
  });
}

readline
  .createInterface({ input: process.stdin })
  .on('line', (line) => {
    if (line === 'count') {
      process.stdout.write(`@ ${take()}\n`);
    }
  })
  .on('close', () => process.exit(0));

(async () => {
  for (const [server, url] of servers.entries()) {
    await subscribe(server, url);
  }
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
