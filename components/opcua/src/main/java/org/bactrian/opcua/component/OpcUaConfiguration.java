package org.bactrian.opcua.component;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.UserCredential;
import org.bactrian.opcua.subscription.MonitoringFilter;
import org.bactrian.opcua.subscription.SubscriptionSettings;

/** Options of an endpoint {@code opcua}. */
@UriParams
public class OpcUaConfiguration implements Cloneable {

  @UriPath(description = "Operation of the endpoint")
  @Metadata(required = true)
  private OpcUaOperation operation;

  @UriParam(description = "Address of the server, such as opc.tcp://plc1:4840/")
  @Metadata(required = true)
  private String endpointUrl;

  @UriParam(
      label = "security",
      defaultValue = "BEST",
      description = "Which message security the server's endpoint must have to be chosen")
  private RequiredSecurityMode securityMode = RequiredSecurityMode.BEST;

  @UriParam(
      label = "security",
      description =
          "Security policy that the server's endpoint must have, as a URI or short such as"
              + " Basic256Sha256; the best one when it is not given")
  private String securityPolicy = "";

  @UriParam(
      label = "security",
      secret = true,
      description = "User of the session; anonymous when neither a user nor a key store is given")
  private String userName = "";

  @UriParam(
      label = "security",
      secret = true,
      description =
          "Password of the user; sent in clear text only where allowClearPasswords says so")
  private String password = "";

  @UriParam(
      label = "security",
      description = "PKCS #12 file with the certificate and the key of the user of the session")
  private String userKeyStore = "";

  @UriParam(label = "security", secret = true, description = "Password of the user's key store")
  private String userKeyStorePassword = "";

  @UriParam(
      description =
          "Nodes, separated by commas, each as i=2258, ns=2;s=Name, nsu=http://example.org/;s=Name"
              + " or http://example.org/#s=Name")
  private String nodes = "";

  @UriParam(
      label = "consumer",
      javaType = "java.time.Duration",
      defaultValue = "1000",
      description = "Sampling interval of the server; 0 for the fastest that it supports")
  private long samplingInterval = 1000;

  @UriParam(
      label = "consumer",
      javaType = "java.time.Duration",
      defaultValue = "1000",
      description = "Time between two notification messages")
  private long publishingInterval = 1000;

  @UriParam(
      label = "consumer",
      defaultValue = "10",
      description =
          "Values that the server keeps of each node until the next message; at least 1.2 times"
              + " publishing by sampling interval, so that none is dropped")
  private int queueSize = 10;

  @UriParam(
      label = "consumer",
      defaultValue = "true",
      description = "Whether a full queue drops its oldest value, else its newest")
  private boolean discardOldest = true;

  @UriParam(
      label = "consumer",
      defaultValue = "STATUS_VALUE",
      description = "Changes that are reported")
  private MonitoringFilter.Trigger trigger = MonitoringFilter.Trigger.STATUS_VALUE;

  @UriParam(label = "consumer", defaultValue = "NONE", description = "Measure of the deadband")
  private MonitoringFilter.Deadband deadband = MonitoringFilter.Deadband.NONE;

  @UriParam(
      label = "consumer",
      description = "Smallest change that counts: in the unit of the value, or percent of EURange")
  private double deadbandValue;

  @UriParam(
      label = "producer",
      javaType = "java.time.Duration",
      defaultValue = "0",
      description = "Maximum age of a value that is read; 0 for one that is read now")
  private long maxAge;

  @UriParam(label = "producer", description = "Object that the method is called on")
  private String object = "";

  @UriParam(label = "producer", description = "Method that is called")
  private String method = "";

  @UriParam(
      label = "producer",
      defaultValue = "Forward",
      enums = "Forward,Inverse,Both",
      description = "Which way the references point that are followed")
  private String browseDirection = "Forward";

  @UriParam(
      label = "producer",
      defaultValue = "i=33",
      description = "Type of the references that are followed, with its subtypes")
  private String referenceType = "i=33";

  @UriParam(
      label = "producer",
      description = "Bits of the node classes that are wanted, 0 for all (Part 4, 5.9.2)")
  private int nodeClassMask;

  @UriParam(
      label = "producer,security",
      description =
          "Whether message headers name the nodes, the object and the method in place of the"
              + " options, and a body that is a map the nodes to write. Without it, no message"
              + " changes which nodes are used that the options name.")
  private boolean fromHeaders;

  OpcUaConfiguration copy() {
    try {
      return (OpcUaConfiguration) clone();
    } catch (CloneNotSupportedException e) {
      throw new RuntimeCamelException(e);
    }
  }

  ConnectionSettings connection() {
    return new ConnectionSettings(endpointUrl, securityMode, securityPolicy, user());
  }

  SubscriptionSettings subscription() {
    return SubscriptionSettings.DEFAULT.withPublishingInterval(
        Duration.ofMillis(publishingInterval));
  }

  MonitoringFilter filter() {
    boolean asUnasked =
        trigger == MonitoringFilter.Trigger.STATUS_VALUE
            && deadband == MonitoringFilter.Deadband.NONE;
    return asUnasked
        ? MonitoringFilter.NONE
        : new MonitoringFilter.DataChange(trigger, deadband, deadbandValue);
  }

  private UserCredential user() {
    if (!userKeyStore.isEmpty()) {
      return certificateUser();
    }
    return userName.isEmpty()
        ? UserCredential.ANONYMOUS
        : new UserCredential.UserName(userName, password);
  }

  private UserCredential certificateUser() {
    try (InputStream in = Files.newInputStream(Path.of(userKeyStore))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, userKeyStorePassword.toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, userKeyStorePassword.toCharArray()) instanceof PrivateKey key) {
          return new UserCredential.Certificate((X509Certificate) store.getCertificate(alias), key);
        }
      }
      throw new IOException("there is no private key in it");
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          ("User key store %s cannot be used: %s. Give a PKCS #12 file with a certificate"
                  + " and its key, and its password.")
              .formatted(userKeyStore, e.getMessage()),
          e);
    }
  }

  public OpcUaOperation getOperation() {
    return operation;
  }

  public void setOperation(OpcUaOperation operation) {
    this.operation = operation;
  }

  public String getEndpointUrl() {
    return endpointUrl;
  }

  public void setEndpointUrl(String endpointUrl) {
    this.endpointUrl = endpointUrl;
  }

  public RequiredSecurityMode getSecurityMode() {
    return securityMode;
  }

  public void setSecurityMode(RequiredSecurityMode securityMode) {
    this.securityMode = securityMode;
  }

  public String getSecurityPolicy() {
    return securityPolicy;
  }

  public void setSecurityPolicy(String securityPolicy) {
    this.securityPolicy = securityPolicy;
  }

  public String getUserName() {
    return userName;
  }

  public void setUserName(String userName) {
    this.userName = userName;
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  public String getUserKeyStore() {
    return userKeyStore;
  }

  public void setUserKeyStore(String userKeyStore) {
    this.userKeyStore = userKeyStore;
  }

  public String getUserKeyStorePassword() {
    return userKeyStorePassword;
  }

  public void setUserKeyStorePassword(String userKeyStorePassword) {
    this.userKeyStorePassword = userKeyStorePassword;
  }

  public String getNodes() {
    return nodes;
  }

  public void setNodes(String nodes) {
    this.nodes = nodes;
  }

  public long getSamplingInterval() {
    return samplingInterval;
  }

  public void setSamplingInterval(long samplingInterval) {
    this.samplingInterval = samplingInterval;
  }

  public long getPublishingInterval() {
    return publishingInterval;
  }

  public void setPublishingInterval(long publishingInterval) {
    this.publishingInterval = publishingInterval;
  }

  public int getQueueSize() {
    return queueSize;
  }

  public void setQueueSize(int queueSize) {
    this.queueSize = queueSize;
  }

  public boolean isDiscardOldest() {
    return discardOldest;
  }

  public void setDiscardOldest(boolean discardOldest) {
    this.discardOldest = discardOldest;
  }

  public MonitoringFilter.Trigger getTrigger() {
    return trigger;
  }

  public void setTrigger(MonitoringFilter.Trigger trigger) {
    this.trigger = trigger;
  }

  public MonitoringFilter.Deadband getDeadband() {
    return deadband;
  }

  public void setDeadband(MonitoringFilter.Deadband deadband) {
    this.deadband = deadband;
  }

  public double getDeadbandValue() {
    return deadbandValue;
  }

  public void setDeadbandValue(double deadbandValue) {
    this.deadbandValue = deadbandValue;
  }

  public long getMaxAge() {
    return maxAge;
  }

  public void setMaxAge(long maxAge) {
    this.maxAge = maxAge;
  }

  public String getObject() {
    return object;
  }

  public void setObject(String object) {
    this.object = object;
  }

  public String getMethod() {
    return method;
  }

  public void setMethod(String method) {
    this.method = method;
  }

  public String getBrowseDirection() {
    return browseDirection;
  }

  public void setBrowseDirection(String browseDirection) {
    this.browseDirection = browseDirection;
  }

  public String getReferenceType() {
    return referenceType;
  }

  public void setReferenceType(String referenceType) {
    this.referenceType = referenceType;
  }

  public int getNodeClassMask() {
    return nodeClassMask;
  }

  public void setNodeClassMask(int nodeClassMask) {
    this.nodeClassMask = nodeClassMask;
  }

  public boolean isFromHeaders() {
    return fromHeaders;
  }

  public void setFromHeaders(boolean fromHeaders) {
    this.fromHeaders = fromHeaders;
  }
}
