package org.bactrian.cloud.vault;

import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import org.bactrian.cloud.vault.key.KeySize;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Certificate signing requests of applications. */
public final class SigningRequests {

  private SigningRequests() {}

  /** A request of a new RSA key, DER. */
  public static byte[] rsa(String... uris) {
    return of(new KeySize(false, 2048).newKeyPair(), "SHA256withRSA", uris);
  }

  /** A request, DER. */
  public static byte[] of(KeyPair keys, String algorithm, String... uris) {
    return of(keys, keys, algorithm, List.of(uris));
  }

  /** A request that another key may have signed, DER. */
  public static byte[] of(KeyPair keys, KeyPair signer, String algorithm, List<String> uris) {
    try {
      GeneralName[] names = new GeneralName[uris.size() + 1];
      for (int i = 0; i < uris.size(); i++) {
        names[i] = new GeneralName(GeneralName.uniformResourceIdentifier, uris.get(i));
      }
      names[uris.size()] = new GeneralName(GeneralName.dNSName, "plc.plant.example");
      ExtensionsGenerator extensions = new ExtensionsGenerator();
      extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      return new JcaPKCS10CertificationRequestBuilder(
              new X500Name("CN=Application, O=Plant"), keys.getPublic())
          .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
          .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()))
          .getEncoded();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Bytes as they stand in JSON. */
  public static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
