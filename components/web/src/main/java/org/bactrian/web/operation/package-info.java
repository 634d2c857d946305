/**
 * The operations of the contracts and the routes that carry them out, which every transport leads
 * to.
 */
package org.bactrian.web.operation;
