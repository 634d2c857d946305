/** Node ids as text: every form that files, methods and messages write them in. */
package org.bactrian.model.node;
