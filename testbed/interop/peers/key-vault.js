'use strict';
// A client of a Key Vault on Microsoft's SDKs that does what it is asked on standard input. Its
// token comes from @azure/identity; NODE_EXTRA_CA_CERTS names the authority to trust.

const crypto = require('node:crypto');
const { ClientSecretCredential } = require('@azure/identity');
const { CertificateClient } = require('@azure/keyvault-certificates');
const { CryptographyClient, KeyClient } = require('@azure/keyvault-keys');
const { SecretClient } = require('@azure/keyvault-secrets');
const { say, serve } = require('./peer');

const clientOptions = { disableChallengeResourceVerification: true, retryOptions: { maxRetries: 0 } };
const polling = { intervalInMs: 20 };
let credential;
let keys;
let secrets;
let certificates;

async function listed(pages, shown) {
  const all = [];
  for await (const element of pages) {
    all.push(shown(element));
  }
  return all;
}

const name = ({ name: text }) => text;

const operations = {
  open: ({ url, tenant, client, secret }) => {
    credential = new ClientSecretCredential(tenant, client, secret, {
      authorityHost: url,
      disableInstanceDiscovery: true,
    });
    keys = new KeyClient(url, credential, clientOptions);
    secrets = new SecretClient(url, credential, clientOptions);
    certificates = new CertificateClient(url, credential, clientOptions);
  },

  createKey: async ({ name: key, type, options }) => {
    const made = await keys.createKey(key, type, options);
    return { id: made.id, type: made.keyType, operations: made.keyOperations };
  },
  // Verified by Node.js itself.
  sign: async ({ name: key, algorithm, data }) => {
    const { key: jwk, id } = await keys.getKey(key);
    const signer = new CryptographyClient(id, credential, clientOptions);
    const { result } = await signer.signData(algorithm, Buffer.from(data));
    const plain = { kty: jwk.kty, crv: jwk.crv };
    for (const part of ['n', 'e', 'x', 'y'].filter((part) => jwk[part])) {
      plain[part] = Buffer.from(jwk[part]).toString('base64url');
    }
    const verified = crypto.verify(
      `sha${algorithm.slice(2)}`,
      Buffer.from(data),
      {
        key: crypto.createPublicKey({ key: plain, format: 'jwk' }),
        dsaEncoding: 'ieee-p1363',
        padding: algorithm.startsWith('PS')
          ? crypto.constants.RSA_PKCS1_PSS_PADDING
          : crypto.constants.RSA_PKCS1_PADDING,
      },
      Buffer.from(result),
    );
    return { verified, bytes: result.length };
  },
  wrap: async ({ name: key, data }) => {
    const { id } = await keys.getKey(key);
    const client = new CryptographyClient(id, credential, clientOptions);
    const wrapped = await client.wrapKey('RSA-OAEP-256', Buffer.from(data));
    const { result } = await client.unwrapKey('RSA-OAEP-256', wrapped.result);
    return Buffer.from(result).toString();
  },
  importKey: async ({ name: key }) => {
    const { privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = privateKey.export({ format: 'jwk' });
    for (const part of ['x', 'y', 'd']) {
      jwk[part] = Buffer.from(jwk[part], 'base64url');
    }
    const imported = await keys.importKey(key, jwk);
    return imported.id;
  },
  keys: () => listed(keys.listPropertiesOfKeys(), name),
  keyVersions: ({ name: key }) =>
    listed(keys.listPropertiesOfKeyVersions(key), ({ version }) => version),
  updateKey: async ({ name: key, tags }) => {
    const { properties } = await keys.getKey(key);
    const changed = await keys.updateKeyProperties(key, properties.version, { tags });
    return changed.properties.tags;
  },
  deleteAndRecoverKey: async ({ name: key }) => {
    await (await keys.beginDeleteKey(key, polling)).pollUntilDone();
    const deleted = await listed(keys.listDeletedKeys(), name);
    await (await keys.beginRecoverDeletedKey(key, polling)).pollUntilDone();
    return { deleted, recovered: (await keys.getKey(key)).name };
  },
  purgeKey: async ({ name: key }) => {
    const backup = await keys.backupKey(key);
    await (await keys.beginDeleteKey(key, polling)).pollUntilDone();
    await keys.purgeDeletedKey(key);
    return (await keys.restoreKeyBackup(backup)).name;
  },

  setSecret: async ({ name: secret, value, options }) =>
    (await secrets.setSecret(secret, value, options)).properties.version,
  getSecret: async ({ name: secret, version }) => {
    const { value, properties } = await secrets.getSecret(secret, { version });
    return { value, contentType: properties.contentType, tags: properties.tags };
  },
  secrets: () => listed(secrets.listPropertiesOfSecrets(), name),
  deleteAndRecoverSecret: async ({ name: secret }) => {
    await (await secrets.beginDeleteSecret(secret, polling)).pollUntilDone();
    const deleted = await listed(secrets.listDeletedSecrets(), name);
    await (await secrets.beginRecoverDeletedSecret(secret, polling)).pollUntilDone();
    return { deleted, value: (await secrets.getSecret(secret)).value };
  },

  createCertificate: async ({ name: certificate, policy }) => {
    const poller = await certificates.beginCreateCertificate(certificate, policy, polling);
    return shownCertificate(await poller.pollUntilDone());
  },
  beginCertificate: async ({ name: certificate, policy }) => {
    await certificates.beginCreateCertificate(certificate, policy, polling);
    const poller = await certificates.getCertificateOperation(certificate, polling);
    const { certificateOperation } = poller.getOperationState();
    return {
      csr: Buffer.from(certificateOperation.csr).toString('base64'),
      status: certificateOperation.status,
    };
  },
  mergeCertificate: async ({ name: certificate, chain }) =>
    shownCertificate(
      await certificates.mergeCertificate(
        certificate,
        chain.map((element) => Buffer.from(element, 'base64')),
      ),
    ),
  importCertificate: async ({ name: certificate, pem }) =>
    shownCertificate(
      await certificates.importCertificate(certificate, Buffer.from(pem), {
        policy: { contentType: 'application/x-pem-file' },
      }),
    ),
  certificates: () => listed(certificates.listPropertiesOfCertificates(), name),
  certificatePolicy: ({ name: certificate }) => certificates.getCertificatePolicy(certificate),
  disableCertificate: async ({ name: certificate }) => {
    const { properties } = await certificates.getCertificate(certificate);
    const changed = await certificates.updateCertificateProperties(
      certificate,
      properties.version,
      { enabled: false },
    );
    return changed.properties.enabled;
  },
  deleteAndRecoverCertificate: async ({ name: certificate }) => {
    await (await certificates.beginDeleteCertificate(certificate, polling)).pollUntilDone();
    const deleted = await listed(certificates.listDeletedCertificates(), name);
    await (await certificates.beginRecoverDeletedCertificate(certificate, polling)).pollUntilDone();
    return { deleted, recovered: (await certificates.getCertificate(certificate)).name };
  },
};

function shownCertificate({ cer, keyId, secretId, properties, policy }) {
  return {
    subject: new crypto.X509Certificate(Buffer.from(cer)).subject,
    names: new crypto.X509Certificate(Buffer.from(cer)).subjectAltName,
    keyId,
    secretId,
    version: properties.version,
    keyType: policy?.keyType,
  };
}

serve(operations);
say({ ready: true });
