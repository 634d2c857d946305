package org.bactrian.edge.gds.server;

import org.bactrian.edge.gds.GdsApplication;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.identity.Identity;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;

/**
 * Client that calls a method. It acts for itself, by the URI in its certificate, or as
 * administrator for every application (Part 12, 7.2: privilege ApplicationSelfAdmin, and role
 * CertificateAuthorityAdmin).
 *
 * @param session id of its session
 * @param applicationUri URI in its certificate; empty for none
 * @param isAdmin whether it logged in as administrator
 */
record GdsCaller(NodeId session, String applicationUri, boolean isAdmin) {

  /**
   * Returns the client of a session.
   *
   * @throws UaException with Bad_SecurityModeInsufficient for a session that is not encrypted
   */
  static GdsCaller of(Session session) throws UaException {
    if (session.getSecurityConfiguration().getSecurityMode()
        != MessageSecurityMode.SignAndEncrypt) {
      throw new UaException(
          StatusCodes.Bad_SecurityModeInsufficient, "Keys are sent over encrypted channels only.");
    }
    return new GdsCaller(
        session.getSessionId(),
        CertificateUtil.getSanUri(session.getSecurityConfiguration().getClientCertificate())
            .orElse(""),
        session.getIdentity() instanceof Identity.UsernameIdentity);
  }

  /**
   * Checks that it may act for an application.
   *
   * @throws UaException with Bad_UserAccessDenied
   */
  void mayActFor(String uri) throws UaException {
    if (!isAdmin && !(applicationUri.equals(uri) && !uri.isEmpty())) {
      throw new UaException(
          StatusCodes.Bad_UserAccessDenied,
          "The client %s cannot act for %s. Connect with the certificate of that application, or log in as administrator."
              .formatted(applicationUri, uri));
    }
  }

  /** Checks that it may act for an application. */
  void mayActFor(GdsApplication application) throws UaException {
    mayActFor(application.applicationUri());
  }
}
