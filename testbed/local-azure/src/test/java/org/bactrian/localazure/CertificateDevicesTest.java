package org.bactrian.localazure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.sdk.iot.device.DeviceClient;
import com.microsoft.azure.sdk.iot.device.Message;
import com.microsoft.azure.sdk.iot.device.exceptions.IotHubClientException;
import com.microsoft.azure.sdk.iot.service.auth.AuthenticationType;
import com.microsoft.azure.sdk.iot.service.registry.Device;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that prove themselves with a self-signed certificate. */
class CertificateDevicesTest {

  private static final char[] NO_PASSWORD = new char[0];

  @TempDir Path folder;
  private RunningAzure running;

  @BeforeEach
  void start() {
    running = RunningAzure.in(folder);
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void theCertificateWithTheRegisteredThumbprintOpensTheDevice() throws Exception {
    KeyPair keys = newKeys();
    X509Certificate certificate = selfSigned(keys);
    register("camera", certificate, "SHA-1");
    DeviceClient device = running.deviceWithCertificate("camera", identity(keys, certificate));

    device.open(false);
    device.sendEvent(new Message("picture"));

    assertThat(running.received()).hasSize(1);
    device.close();
  }

  @Test
  void aSha256ThumbprintWillDo() throws Exception {
    KeyPair keys = newKeys();
    X509Certificate certificate = selfSigned(keys);
    register("camera", certificate, "SHA-256");
    DeviceClient device = running.deviceWithCertificate("camera", identity(keys, certificate));

    device.open(false);
    device.close();
  }

  @Test
  void anotherCertificateIsRefused() throws Exception {
    register("camera", selfSigned(newKeys()), "SHA-1");
    KeyPair others = newKeys();
    DeviceClient device =
        running.deviceWithCertificate("camera", identity(others, selfSigned(others)));

    assertThatThrownBy(() -> device.open(false)).isInstanceOf(IotHubClientException.class);
  }

  private void register(String id, X509Certificate certificate, String algorithm) throws Exception {
    String thumbprint =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
    Device device = new Device(id, AuthenticationType.SELF_SIGNED);
    device.setThumbprint(thumbprint, thumbprint);
    running.registry().addDevice(device);
  }

  private SSLContext identity(KeyPair keys, X509Certificate certificate) throws Exception {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry("device", keys.getPrivate(), NO_PASSWORD, new Certificate[] {certificate});
    KeyManagerFactory keyManagers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(own, NO_PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", running.caCertificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyPair newKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static X509Certificate selfSigned(KeyPair keys) throws Exception {
    X500Name name = new X500Name("CN=camera");
    Instant now = Instant.now();
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(now.minusSeconds(60)),
                    Date.from(now.plusSeconds(3600)),
                    name,
                    keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }
}
