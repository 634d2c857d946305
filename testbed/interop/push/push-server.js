'use strict';
// An OPC UA server on node-opcua whose certificate and trust list clients manage (Part 12, push).
// The package for it is not published for the node-opcua of the other peers, hence this folder.
//
//   --pki DIR      where certificates are kept
//   --trust FILE   DER file of the one client that is trusted at first
//
// The user "anna" with password "red lorry" is an administrator of security.

const fs = require('node:fs');
const {
  MessageSecurityMode,
  OPCUACertificateManager,
  OPCUAServer,
  SecurityPolicy,
  WellKnownRoles,
  makeRoles,
} = require('node-opcua');
const {
  installPushCertificateManagementOnServer,
} = require('node-opcua-server-configuration');
const { freePort, options, say, serve } = require('../peers/peer');

async function main() {
  const { pki, trust } = options({ pki: undefined, trust: undefined });
  const certificates = new OPCUACertificateManager({
    rootFolder: pki,
    automaticallyAcceptUnknownCertificate: false,
  });
  await certificates.initialize();
  await certificates.trustCertificate(fs.readFileSync(trust));
  const users = new OPCUACertificateManager({ rootFolder: `${pki}-users` });
  await users.initialize();
  const server = new OPCUAServer({
    host: '127.0.0.1',
    hostname: 'localhost',
    port: await freePort(),
    serverCertificateManager: certificates,
    userCertificateManager: users,
    securityPolicies: [SecurityPolicy.Basic256Sha256],
    securityModes: [MessageSecurityMode.SignAndEncrypt],
    userManager: {
      isValidUser: (name, password) => name === 'anna' && password === 'red lorry',
      getUserRoles: (name) =>
        makeRoles(
          name === 'anna'
            ? [WellKnownRoles.AuthenticatedUser, WellKnownRoles.SecurityAdmin]
            : [WellKnownRoles.Anonymous],
        ),
    },
    serverInfo: { applicationUri: 'urn:node-opcua:push' },
  });
  await server.initialize();
  await installPushCertificateManagementOnServer(server);
  await server.start();
  say({ ready: true, endpointUrl: server.getEndpointUrl() });
  serve({ certificate: () => server.getCertificate().toString('base64') }, () =>
    server.shutdown(0),
  );
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
