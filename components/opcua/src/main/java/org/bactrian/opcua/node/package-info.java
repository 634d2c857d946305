/** Node ids and qualified names as text, in every form that files, methods and messages use. */
package org.bactrian.opcua.node;
