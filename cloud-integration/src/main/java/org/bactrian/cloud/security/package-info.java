/** Authentication of the cloud's callers by bearer token, and their permissions. */
package org.bactrian.cloud.security;
