/** SignalR's negotiation and its JSON hub protocol over WebSocket, for hubs that only send. */
package org.bactrian.web.signalr;
