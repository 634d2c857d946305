/**
 * Requests to discoverers and the events that they report, in the form of version 2.8. Events of
 * version 2.9 differ in the case of their names, which {@link
 * org.bactrian.model.registry.RegistryJson} does not mind. A component that was left out is null.
 */
package org.bactrian.model.discovery;
