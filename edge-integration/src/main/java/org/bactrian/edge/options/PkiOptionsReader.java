package org.bactrian.edge.options;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.bactrian.opcua.pki.CertificateSubject;
import org.bactrian.opcua.pki.OwnCertificateRules;
import org.bactrian.opcua.pki.PkiStore;
import org.bactrian.opcua.pki.ServerCertificateRules;

/** Reads the options of certificates and their stores. */
record PkiOptionsReader(MergedValues values) {

  private static final int LONGEST_KEY = 16_384;

  private static final Map<String, PkiStore> STORE_PATHS =
      Map.of(
          "ApplicationCertificateStorePath", PkiStore.Application,
          "TrustedPeerCertificatesPath", PkiStore.Trusted,
          "RejectedCertificateStorePath", PkiStore.Rejected,
          "TrustedIssuerCertificatesPath", PkiStore.Issuer);

  /** Reads the options, with all stores in a data folder unless another one is named. */
  PkiOptions read(Path data) {
    return new PkiOptions(
        values.text("ApplicationName", "Bactrian"),
        values.text("ApplicationUri", ""),
        values.path("PkiRootPath", data.resolve("pki")),
        stores(),
        new OwnCertificateRules(
            values.read(
                "ApplicationCertificateSubjectName",
                PkiOptionsReader::subject,
                CertificateSubject.DEFAULT),
            values.text("ApplicationCertificatePassword", ""),
            values.bool("AddAppCertToTrustedStore")),
        new ServerCertificateRules(
            values.bool("AutoAcceptUntrustedCertificates"),
            values.bool("BactrianCheckHostName"),
            values.number("MinimumCertificateKeySize", 0, LONGEST_KEY, 0),
            values.bool("BactrianAllowClearPasswords"),
            values.bool("RejectUnknownRevocationStatus", true),
            values.bool("RejectSha1SignedCertificates")));
  }

  private static CertificateSubject subject(OptionValue value) {
    try {
      return CertificateSubject.parse(value.text());
    } catch (IllegalArgumentException e) {
      throw value.bad(String.valueOf(e.getMessage()));
    }
  }

  /** Stores whose path is given. */
  private Map<PkiStore, Path> stores() {
    Map<PkiStore, Path> stores = new EnumMap<>(PkiStore.class);
    STORE_PATHS.forEach(
        (key, store) ->
            values
                .find(key)
                .filter(value -> !value.text().isBlank())
                .ifPresent(value -> stores.put(store, values.path(key, Path.of("")))));
    return stores;
  }
}
