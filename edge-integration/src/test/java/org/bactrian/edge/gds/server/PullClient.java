package org.bactrian.edge.gds.server;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.bactrian.patience.TestAuthority;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryDecoder;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.TrustListDataType;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;

/** An OPC UA application that pulls its certificate, with Milo's client. */
public final class PullClient implements AutoCloseable {

  /**
   * Identity of an application.
   *
   * @param chain its certificate, then the issuers
   */
  public record Identity(String uri, KeyPair keys, X509Certificate[] chain) {

    public static Identity selfSigned(String uri) throws Exception {
      KeyPair keys = TestAuthority.newKeys(KEY_BITS);
      X509Certificate certificate =
          new SelfSignedCertificateBuilder(keys)
              .setCommonName(uri.substring(uri.lastIndexOf(':') + 1))
              .setApplicationUri(uri)
              .addDnsName("localhost")
              .build();
      return new Identity(uri, keys, new X509Certificate[] {certificate});
    }

    public X509Certificate certificate() {
      return chain[0];
    }

    byte[] signingRequest() throws Exception {
      return CertificateUtil.generateCsr(keys, certificate()).getEncoded();
    }
  }

  private static final int KEY_BITS = 2048;
  private static final int PART = 100;

  private final OpcUaClient client;
  private final Identity identity;

  private PullClient(OpcUaClient client, Identity identity) {
    this.client = client;
    this.identity = identity;
  }

  public static PullClient connect(String url, Identity identity) throws UaException {
    return connect(url, identity, "");
  }

  /** Connects as administrator where there is a password. */
  static PullClient connect(String url, Identity identity, String adminPassword)
      throws UaException {
    OpcUaClient client =
        OpcUaClient.create(
            url,
            endpoints -> endpoints.stream().findFirst(),
            transport -> {},
            config -> {
              config
                  .setApplicationUri(identity.uri())
                  .setKeyPair(identity.keys())
                  .setCertificate(identity.certificate())
                  .setCertificateChain(identity.chain());
              if (!adminPassword.isEmpty()) {
                config.setIdentityProvider(new UsernameProvider("gdsadmin", adminPassword));
              }
            });
    try {
      client.connect();
    } catch (UaException e) {
      client.disconnectAsync();
      throw e;
    }
    return new PullClient(client, identity);
  }

  NodeId id(int identifier) {
    return new NodeId(client.getNamespaceTable().getIndex(GdsIds.NAMESPACE), uint(identifier));
  }

  NodeId id(UUID identifier) {
    return new NodeId(client.getNamespaceTable().getIndex(GdsIds.NAMESPACE), identifier);
  }

  CallMethodResult call(GdsMethod method, Object... inputs) throws UaException {
    return call(id(GdsIds.DIRECTORY), id(method.id()), inputs);
  }

  CallMethodResult call(NodeId object, NodeId method, Object... inputs) throws UaException {
    CallMethodRequest request =
        new CallMethodRequest(
            object, method, Arrays.stream(inputs).map(Variant::new).toArray(Variant[]::new));
    CallMethodResult[] results = client.call(List.of(request)).getResults();
    return results[0];
  }

  /** Calls a method that succeeds, and returns its outputs. */
  List<Object> outputs(GdsMethod method, Object... inputs) throws UaException {
    return outputs(id(GdsIds.DIRECTORY), id(method.id()), inputs);
  }

  List<Object> outputs(NodeId object, NodeId method, Object... inputs) throws UaException {
    CallMethodResult result = call(object, method, inputs);
    if (!result.getStatusCode().isGood()) {
      throw new UaException(result.getStatusCode());
    }
    return Arrays.stream(result.getOutputArguments()).map(Variant::value).toList();
  }

  /** The application as it describes itself. */
  ExtensionObject description() {
    return description(identity.uri(), NodeId.NULL_VALUE);
  }

  ExtensionObject description(String uri, NodeId id) {
    return encoded(
        new ApplicationRecord(
            id,
            uri,
            ApplicationType.Client,
            new LocalizedText[] {LocalizedText.english("Filler")},
            "urn:test:product",
            new String[0],
            new String[] {"NA"}));
  }

  ExtensionObject encoded(ApplicationRecord record) {
    try {
      client
          .getStaticDataTypeManager()
          .registerType(
              id(GdsIds.APPLICATION_RECORD),
              new ApplicationRecord.Codec(),
              id(GdsIds.APPLICATION_RECORD_BINARY),
              null,
              null);
      return ExtensionObject.encode(client.getStaticEncodingContext(), record);
    } catch (RuntimeException e) {
      throw new IllegalStateException(e);
    }
  }

  ApplicationRecord record(Object encoded) {
    return (ApplicationRecord)
        ((ExtensionObject) encoded).decode(client.getStaticEncodingContext());
  }

  public NodeId register() throws UaException {
    return (NodeId) outputs(GdsMethod.REGISTER_APPLICATION, description()).get(0);
  }

  public NodeId startSigning(NodeId application) throws Exception {
    return (NodeId)
        outputs(
                GdsMethod.START_SIGNING_REQUEST,
                application,
                NodeId.NULL_VALUE,
                NodeId.NULL_VALUE,
                ByteString.of(identity.signingRequest()))
            .get(0);
  }

  /** Result of asking for the outcome of a request. */
  public CallMethodResult finish(NodeId application, NodeId request) throws UaException {
    return call(GdsMethod.FINISH_REQUEST, application, request);
  }

  /** Certificates that an application trusts, as its trust list says. */
  public ByteString[] trusted(NodeId application) throws UaException {
    NodeId list = (NodeId) outputs(GdsMethod.GET_TRUST_LIST, application, NodeId.NULL_VALUE).get(0);
    return trustList(list).getTrustedCertificates();
  }

  /** Reads a trust list in parts. */
  TrustListDataType trustList(NodeId list) throws UaException {
    Object handle = outputs(list, fileMethod(list, "Open"), ubyte(1)).get(0);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] part;
    do {
      Object data = outputs(list, fileMethod(list, "Read"), handle, PART).get(0);
      part = ((ByteString) data).bytesOrEmpty();
      content.writeBytes(part);
    } while (part.length == PART);
    outputs(list, fileMethod(list, "Close"), handle);
    return new TrustListDataType.Codec()
        .decodeType(
            client.getStaticEncodingContext(),
            new OpcUaBinaryDecoder(client.getStaticEncodingContext())
                .setBuffer(Unpooled.wrappedBuffer(content.toByteArray())));
  }

  NodeId fileMethod(NodeId list, String name) {
    return list.getIdentifier() instanceof String text
        ? new NodeId(list.getNamespaceIndex(), text + "/" + name)
        : id(FileMethod.valueOf(name.toUpperCase(Locale.ROOT)).id());
  }

  OpcUaClient milo() {
    return client;
  }

  @Override
  public void close() throws UaException {
    client.disconnect();
  }
}
