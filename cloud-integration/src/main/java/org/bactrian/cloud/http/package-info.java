/** Who may come in through the REST server of the cloud, and how it is opened. */
package org.bactrian.cloud.http;
