/** Who a caller of the cloud is, by a bearer token, and what the caller may do. */
package org.bactrian.cloud.security;
