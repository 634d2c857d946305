package org.bactrian.iothub.service;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Options of the component and of its endpoints. An empty text stands for an option not set. */
@UriParams
public class IotHubConfiguration implements Cloneable {

  @UriParam(label = "security", secret = true)
  @Metadata(
      required = true,
      description = "Connection string of a shared access policy of the hub.")
  private String connectionString = "";

  @UriParam(label = "common")
  @Metadata(
      description =
          "Host name and port to use in place of those of the connection string, which cannot carry"
              + " a port, for instance localhost:9443.")
  private String endpoint = "";

  @UriParam(label = "security")
  @Metadata(
      description =
          "PEM file with certificate authorities to trust for this hub besides those of the Java"
              + " runtime.",
      supportFileReference = true)
  private String caFile = "";

  @UriParam(label = "common")
  @Metadata(description = "Id of the device; with fromHeaders, where no header names it.")
  private String deviceId = "";

  @UriParam(label = "common")
  @Metadata(description = "Id of the module; with fromHeaders, where no header names it.")
  private String moduleId = "";

  @UriParam(label = "common", defaultValue = "get")
  @Metadata(
      description =
          "What to do with identities or twins; with fromHeaders, where no header says it.")
  private IdentityAction action = IdentityAction.get;

  @UriParam(label = "common")
  @Metadata(description = "Query to run. Without it, the body is the query.")
  private String query = "";

  @UriParam(label = "common", defaultValue = "100")
  @Metadata(description = "Largest number of results in a page, 1 to 1000.")
  private int pageSize = 100;

  @UriParam(label = "common", defaultValue = "30s", javaType = "java.time.Duration")
  @Metadata(
      description =
          "How long a device may take to carry out a method, 5 to 300 seconds. For methods in"
              + " parts, the time for the whole call, which may also be shorter.",
      javaType = "java.time.Duration")
  private long responseTimeout = 30_000;

  @UriParam(label = "common", defaultValue = "0", javaType = "java.time.Duration")
  @Metadata(
      description =
          "How long to wait for a device that is not connected, 0 to 300 seconds. Zero fails at"
              + " once.",
      javaType = "java.time.Duration")
  private long connectTimeout;

  @UriParam(label = "common")
  @Metadata(
      description =
          "Whether methods are called in parts, compressed, through the method $call of the"
              + " device, so that request and answer may be of any size. The modules of this"
              + " project, OPC Publisher and OPC Twin know it.")
  private boolean chunked;

  @UriParam(label = "security")
  @Metadata(
      description =
          "Whether message headers name the device, the module, the method, what to do and whatever"
              + " else has a header, in place of the options. Without it, no header of a message"
              + " changes what the endpoint does.")
  private boolean fromHeaders;

  /** Returns a copy that can be changed without changing this. */
  public IotHubConfiguration copy() {
    try {
      return (IotHubConfiguration) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new RuntimeCamelException(e);
    }
  }

  public String getConnectionString() {
    return connectionString;
  }

  public void setConnectionString(String connectionString) {
    this.connectionString = connectionString;
  }

  public String getEndpoint() {
    return endpoint;
  }

  public void setEndpoint(String endpoint) {
    this.endpoint = endpoint;
  }

  public String getCaFile() {
    return caFile;
  }

  public void setCaFile(String caFile) {
    this.caFile = caFile;
  }

  public String getDeviceId() {
    return deviceId;
  }

  public void setDeviceId(String deviceId) {
    this.deviceId = deviceId;
  }

  public String getModuleId() {
    return moduleId;
  }

  public void setModuleId(String moduleId) {
    this.moduleId = moduleId;
  }

  public IdentityAction getAction() {
    return action;
  }

  public void setAction(IdentityAction action) {
    this.action = action;
  }

  public String getQuery() {
    return query;
  }

  public void setQuery(String query) {
    this.query = query;
  }

  public int getPageSize() {
    return pageSize;
  }

  public void setPageSize(int pageSize) {
    this.pageSize = pageSize;
  }

  public long getResponseTimeout() {
    return responseTimeout;
  }

  public void setResponseTimeout(long responseTimeout) {
    this.responseTimeout = responseTimeout;
  }

  public long getConnectTimeout() {
    return connectTimeout;
  }

  public void setConnectTimeout(long connectTimeout) {
    this.connectTimeout = connectTimeout;
  }

  public boolean isChunked() {
    return chunked;
  }

  public void setChunked(boolean chunked) {
    this.chunked = chunked;
  }

  public boolean isFromHeaders() {
    return fromHeaders;
  }

  public void setFromHeaders(boolean fromHeaders) {
    this.fromHeaders = fromHeaders;
  }
}
