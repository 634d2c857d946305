/** The Camel component {@code iothub}: direct methods, identities, twins and queries of a hub. */
package org.bactrian.iothub.service;
