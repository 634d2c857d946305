/**
 * Why an operation was not carried out, as types that both humps throw and that doors such as HTTP
 * turn into a status. A message says where, what and the mend; it reaches the caller, so it holds
 * no secret.
 */
package org.bactrian.model.fault;
