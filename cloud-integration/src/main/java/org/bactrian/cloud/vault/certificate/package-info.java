/** Certificates, signing requests and revocation lists as they are written and read (RFC 5280). */
package org.bactrian.cloud.vault.certificate;
