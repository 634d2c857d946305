/** Who may come in through the REST door of the cloud, and how it is opened. */
package org.bactrian.cloud.http;
