/** Keys and certificates that clients and servers of TLS show each other. */
package org.bactrian.model.tls;
