'use strict';
// Node-RED without editor and web server, for flows that read their settings from the environment.

module.exports = {
  flowFile: 'flows.json',
  credentialSecret: false,
  httpAdminRoot: false,
  httpNodeRoot: false,
  disableEditor: true,
  functionExternalModules: false,
  logging: { console: { level: 'warn', metrics: false, audit: false } },
};
