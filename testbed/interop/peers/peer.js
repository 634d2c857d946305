'use strict';
// What all peers share: options, one line of JSON on standard output per message, and an end when
// standard input closes, so that no peer outlives the process that started it.

const net = require('node:net');
const readline = require('node:readline');
const { parseArgs } = require('node:util');

/** Options given as --name value; those without a default are required. */
function options(defaults) {
  const known = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' }]));
  const { values } = parseArgs({ options: known });
  const all = { ...defaults, ...values };
  for (const [name, value] of Object.entries(all)) {
    if (value === undefined) {
      throw new Error(`--${name} is missing`);
    }
  }
  return all;
}

/** Tells the other side something. */
function say(message) {
  process.stdout.write(`${JSON.stringify(message, withLongNumbers)}\n`);
}

function withLongNumbers(key, value) {
  return typeof value === 'bigint' ? value.toString() : value;
}

/**
 * Carries out requests, one line of JSON each, {"id": 1, "do": "name", ...}; answers with the id and
 * either "result" or "error". Ends with the input.
 */
function serve(operations, close) {
  const lines = readline.createInterface({ input: process.stdin });
  lines.on('line', async (line) => {
    const request = JSON.parse(line);
    try {
      say({ id: request.id, result: (await operations[request.do](request)) ?? null });
    } catch (error) {
      const text = [error?.message ?? error, error?.responseBody].filter(Boolean).join(' ');
      say({ id: request.id, error: text, name: error?.name });
    }
  });
  lines.on('close', async () => {
    setTimeout(() => process.exit(0), 2000).unref();
    await Promise.resolve(close?.()).catch(() => {});
    process.exit(0);
  });
}

/** A port on loopback that was free a moment ago. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

module.exports = { freePort, options, say, serve };
