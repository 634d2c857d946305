/** JSON that belongs to no capability. */
package org.bactrian.model.json;
