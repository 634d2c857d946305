/** Settings of the cloud's REST server, and the check of its callers' tokens. */
package org.bactrian.cloud.http;
