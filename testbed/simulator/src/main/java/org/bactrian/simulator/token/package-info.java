/** JSON Web Tokens of users: their issuer, and the check of those that clients show. */
package org.bactrian.simulator.token;
